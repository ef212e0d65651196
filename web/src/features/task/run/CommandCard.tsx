import { Play, RotateCcw, Square, SquareArrowOutUpRight } from 'lucide-react';
import { useIsReachable, type CommandPort, type TaskCommandView } from '@/api';
import { cx } from '@/shared/lib/cx';
import { count, t } from '@/shared/lib/strings';
import { formatSpan, useNow } from '@/shared/lib/time';
import { Button, Icon, IconButton, StateGlyph, type GlyphState } from '@/shared/ui';
import { isUp, useRunCommand } from './queries';

function glyphOf({ state, exitCode, reason }: TaskCommandView): GlyphState {
  switch (state) {
    case 'running': return 'done';
    case 'starting':
    case 'stopping':
    case 'backoff': return 'running';
    case 'failed': return 'failed';
    case 'stopped': return reason === undefined ? 'draft' : exitCode !== undefined && exitCode !== 0 ? 'failed' : 'interrupted';
  }
}

function Standing({ command }: { command: TaskCommandView }) {
  const now = useNow();
  const { state, startedAt, exitCode, exitSignal, nextTryAt, restarts } = command;
  const parts: string[] = [];
  if (state === 'running' && startedAt !== undefined) parts.push(t('run.since', { span: formatSpan(Math.max(0, now - new Date(startedAt).getTime())) }));
  else if (state === 'backoff' && nextTryAt !== undefined) parts.push(t('run.again', { span: formatSpan(Math.max(0, new Date(nextTryAt).getTime() - now)) }));
  else parts.push(t(`run.state.${state}`));
  if (!isUp(command) && command.reason !== undefined) {
    if (exitCode !== undefined) parts.push(t('run.exit', { code: exitCode }));
    else if (exitSignal !== undefined) parts.push(t('run.signal', { signal: exitSignal }));
  }
  if (restarts > 0) parts.push(count('run.restarts', restarts));
  return <span className="xs muted num nowrap" title={command.reason}>{parts.join(', ')}</span>;
}

function Port({ port }: { port: CommandPort }) {
  const name = port.name === undefined ? t('run.port') : port.name;
  if (!port.listening) {
    return <span className="runport" title={t('run.notListening', { port: port.port })}><span>{name}</span><span className="num">{port.port}</span></span>;
  }
  return (
    <a className="runport runport--live" href={`http://localhost:${port.port}`} target="_blank" rel="noopener noreferrer" title={t('run.open', { port: port.port })}>
      <span>{name}</span>{' '}
      <span className="num">{port.port}</span>
      <span className="sr">{t('run.opens')}</span>
      <Icon shape={SquareArrowOutUpRight} size={12} />
    </a>
  );
}

/** A command: what it is, how it stands, where it listens, and what can be done with it. */
export function CommandCard({ command, shown, refused, onShow }: { command: TaskCommandView; shown: boolean; refused: string | undefined; onShow: () => void }) {
  const run = useRunCommand();
  const reachable = useIsReachable();
  const up = isUp(command);
  const off = reachable ? undefined : t('task.not.offline');
  const { name } = command;
  const start = () => {
    onShow();
    run.mutate({ command, step: 'startCommand' });
  };
  const step = run.isPending ? run.variables.step : undefined;
  return (
    <li className={cx('runcard', shown && 'is-shown')}>
      <StateGlyph state={glyphOf(command)} decorative />
      <div className="runcard__what">
        <button type="button" className="runcard__name" aria-pressed={shown} onClick={onShow}>{name}</button>
        <Standing command={command} />
        {command.outdated === true && <span className="xs t-needs">{t('run.outdated')}</span>}
        {command.removed === true && <span className="xs muted">{t('run.removed')}</span>}
        <code className="runcard__line trunc" title={command.command}>{command.command}</code>
      </div>
      <div className="runcard__ports">{command.ports.map((port) => <Port key={`${port.name ?? ''}${port.port}`} port={port} />)}</div>
      <div className="row row-tight">
        {up
          ? (
            <>
              {command.removed !== true && <IconButton icon={RotateCcw} label={t('run.restart', { name })} refused={refused ?? off} busy={step === 'restartCommand'} onClick={() => run.mutate({ command, step: 'restartCommand' })} />}
              <Button size="sm" icon={Square} aria-label={t('run.stop', { name })} busy={step === 'stopCommand' || command.state === 'stopping'} refused={off} onClick={() => run.mutate({ command, step: 'stopCommand' })}>{t('run.stop.short')}</Button>
            </>
          )
          : <Button size="sm" icon={Play} aria-label={t('run.start', { name })} busy={step === 'startCommand'} refused={refused ?? off} onClick={start}>{t('run.start.short')}</Button>}
      </div>
    </li>
  );
}
