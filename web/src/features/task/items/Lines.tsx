import { CircleQuestionMark, Clock, Hourglass, Info, ListTodo, RefreshCw } from 'lucide-react';
import type { ErrorPayload, NoticePayload, PlanPayload, RawPayload, SessionEndedPayload, SessionStartedPayload, TurnEndedPayload } from '@/api';
import { formatBytes } from '@/shared/lib/bytes';
import { count, t } from '@/shared/lib/strings';
import { formatLeft, formatSpan, useLeft } from '@/shared/lib/time';
import { agentName, Delta, Icon, StateGlyph, type IconShape } from '@/shared/ui';
import { PlanList, planStep } from '../PlanBar';
import { useItems } from './context';
import { Fold } from './Fold';
import { clock } from './Messages';
import { Output } from './Output';

const noticeIcons: Readonly<Record<string, IconShape>> = { retrying: RefreshCw, quiet: Hourglass, usage_limit: Clock };

export function Notice({ payload }: { payload: NoticePayload }) {
  const { code, message, retryAt, attempt, maxAttempts } = payload;
  const left = useLeft(code === 'retrying' ? retryAt : undefined);
  return (
    <div className="now now--notice">
      <Icon shape={noticeIcons[code] ?? Info} size={14} />
      <span>
        {message}
        {left > 0 && <span className="num"> {t('wait.next', { left: formatLeft(left) })}</span>}
        {code === 'retrying' && attempt !== undefined && maxAttempts !== undefined && <span className="num muted"> {t('wait.try', { attempt, most: maxAttempts })}</span>}
        {code === 'usage_limit' && retryAt !== undefined && <span className="num"> ({t('notice.resets', { time: clock(retryAt) })})</span>}
      </span>
    </div>
  );
}

/** What happened, why, and what next; what the agent wrote to its error output is there to unfold. */
export function ErrorLine({ id, payload }: { id: string; payload: ErrorPayload }) {
  return (
    <div className="banner banner--failed" role="group" aria-label={payload.message}>
      <StateGlyph state="failed" decorative />
      <div className="grow">
        <b className="strong">{payload.message}</b>
        <p>{payload.next} <code className="muted">{payload.code}</code></p>
        {/* The step above shows a setup's own output. */}
        {payload.detail !== undefined && payload.detail !== '' && payload.code !== 'setup_failed' && (
          <Fold id={`${id}-detail`} openFirst className="tool--detail" head={<span className="grow">{t('error.detail')}</span>}>
            {() => <Output text={payload.detail ?? ''} label={t('error.detail')} />}
          </Fold>
        )}
      </div>
    </div>
  );
}

export function TurnLine({ payload, at }: { payload: TurnEndedPayload; at: string }) {
  const { outcome, changes, durationSeconds, failure } = payload;
  return (
    <div>
      <div className="turn num" title={new Date(at).toLocaleString()}>
        <span>{t(`turn.${outcome}`)} {clock(at)}</span>
        {durationSeconds !== undefined && <span>{formatSpan(durationSeconds * 1000)}</span>}
        {changes !== undefined && changes.files > 0 && <><span>{count('item.files', changes.files)}</span><Delta added={changes.added} removed={changes.removed} /></>}
      </div>
      {failure !== undefined && <p className="xs t-failed" style={{ marginTop: 4 }}>{failure.message} {failure.next}</p>}
    </div>
  );
}

export function SessionStarted({ payload }: { payload: SessionStartedPayload }) {
  return (
    <div className="turn">
      <span>{t('session.started', { agent: [agentName(payload.agentType), payload.agentVersion].filter(Boolean).join(' ') })}</span>
      {payload.model !== undefined && <span>{payload.model}</span>}
    </div>
  );
}

export function SessionEnded({ payload }: { payload: SessionEndedPayload }) {
  return (
    <div className="turn">
      <span>{t('session.ended', { reason: payload.reason.replaceAll('_', ' ') })}</span>
      {payload.exitCode !== undefined && payload.exitCode !== 0 && <span className="t-failed num">{t('session.exit', { code: payload.exitCode })}</span>}
      {payload.signal !== undefined && payload.reason !== 'stopped' && <span className="t-failed num">{t('session.signal', { signal: payload.signal })}</span>}
    </div>
  );
}

/** The to-do list where it was last changed; the same as in the plan bar. */
export function PlanCard({ id, payload }: { id: string; payload: PlanPayload }) {
  const { liveTurn } = useItems();
  return (
    <Fold id={id} head={<><Icon shape={ListTodo} size={14} /><span className="name">{t('task.plan')}</span><span className="trunc grow">{planStep(payload.entries)}</span></>}>
      {() => <PlanList entries={payload.entries} live={liveTurn !== undefined} />}
    </Fold>
  );
}

/** What an agent said that nobody knows: kept, and shown as it is. */
export function RawLine({ id, payload }: { id: string; payload: RawPayload }) {
  return (
    <Fold
      id={id}
      className="tool--quiet"
      head={
        <>
          <Icon shape={CircleQuestionMark} size={14} />
          <span className="name">{t('item.unknown')}</span>
          <code className="trunc grow" title={payload.source}>{payload.source}: {payload.text.split('\n')[0]?.slice(0, 200)}</code>
          <span className="end">{payload.truncated === true ? t('item.truncated', { size: formatBytes(payload.totalBytes ?? 0) }) : t('item.kept')}</span>
        </>
      }
    >
      {() => <Output text={payload.data === undefined ? payload.text : JSON.stringify(payload.data, null, 2)} label={t('item.unknown')} />}
    </Fold>
  );
}
