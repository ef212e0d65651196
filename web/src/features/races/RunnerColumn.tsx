import { FileDiff, Trophy, Undo2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { RaceView } from '@/api';
import { taskActions, useTaskAction } from '@/features/tasks';
import { cx } from '@/shared/lib/cx';
import { count, t } from '@/shared/lib/strings';
import { formatMoney, formatSpan } from '@/shared/lib/time';
import { AgentPlate, agentName, Button, Chip, Delta, Icon, StateBadge, StateGlyph } from '@/shared/ui';
import { measureOf, type Contender, type Measure } from './compare';
import { Outcome } from './Outcome';
import { raceActions, useRaceAction } from './queries';
import { useTick } from './useTick';

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const number = new Intl.NumberFormat('en');

export function nameOf({ runner: { profile } }: Contender): string {
  const name = agentName(profile.agentType ?? '');
  return profile.model === undefined ? name : `${name}, ${profile.model}`;
}

function Head({ contender, winner }: { contender: Contender; winner: boolean }) {
  const { runner, task } = contender;
  const { profile } = runner;
  const more = [profile.model, t(`mode.${profile.permissionMode ?? 'ask'}`), t(`task.isolation.${profile.isolation ?? 'worktree'}`)].filter((part) => part !== undefined);
  return (
    <div className="race-col__head">
      <AgentPlate kind={profile.agentType ?? ''} large decorative />
      <div className="grow race-col__who">
        <h2 className="race-col__name trunc">{agentName(profile.agentType ?? '')}<span className="race-col__number num">{runner.number}</span></h2>
        <span className="xs muted trunc" title={more.join(' · ')}>{more.join(' · ')}</span>
      </div>
      {winner ? <Chip tone="done">{t('races.kept')}</Chip> : runner.inTrash ? <Chip>{t(task === undefined ? 'races.purged' : 'races.inTrash')}</Chip> : task !== undefined && <StateBadge state={task.state} reason={task.waitingReason} />}
    </div>
  );
}

/** What it does, asks or failed at, in one or two lines that lead to it. */
function Now({ contender: { runner, task } }: { contender: Contender }) {
  const held = task?.state === 'queued' && task.hold !== undefined ? t(`card.held.${task.hold}`) : undefined;
  const text = runner.problem ?? task?.failure?.message ?? held ?? (task?.state === 'running' || task?.state === 'waiting' ? task.lastActivity : undefined);
  if (text === undefined || runner.inTrash) return <div className="race-col__now" />;
  return (
    <div className="race-col__now">
      {(runner.problem !== undefined || task?.failure !== undefined) && <StateGlyph state="failed" size={14} decorative />}
      <span className="xs soft" title={text}>{text}</span>
    </div>
  );
}

function Row({ label, best, bestLabel, children }: { label: string; best: boolean; bestLabel: string; children: ReactNode }) {
  return (
    <div className={cx('race-row', best && 'is-best')}>
      <dt>{label}</dt>
      <dd>
        {best && <span className="race-row__best">{bestLabel}</span>}
        {children}
      </dd>
    </div>
  );
}

function Measures({ contender, best }: { contender: Contender; best: Readonly<Record<Measure, number | undefined>> }) {
  const { runner, task } = contender;
  const { usage, runningSince } = runner;
  const now = useTick(runningSince !== undefined);
  const seconds = runner.agentSeconds + (runningSince === undefined ? 0 : Math.max(0, now - Date.parse(runningSince)) / 1000);
  const tokens = measureOf(contender, 'tokens');
  const cost = measureOf(contender, 'cost');
  const changes = task?.changes;
  const is = (measure: Measure) => best[measure] === runner.number;
  return (
    <dl className="race-rows num">
      <Row label={t('races.time')} best={is('time')} bestLabel={t('races.best.time')}>{seconds === 0 ? '–' : formatSpan(seconds * 1000)}</Row>
      <Row label={t('races.changes')} best={is('changes')} bestLabel={t('races.best.changes')}>
        {changes === undefined || changes.files === 0 ? t('races.changes.none') : <span className="race-row__delta"><span className="muted">{count('races.changes.files', changes.files)}</span> <Delta added={changes.added} removed={changes.removed} /></span>}
      </Row>
      <Row label={t('races.tokens')} best={is('tokens')} bestLabel={t('races.best.tokens')}>
        {tokens === undefined ? '–' : <span title={t('races.tokens.hint', { input: number.format(tokens - usage.outputTokens), output: number.format(usage.outputTokens) })}>{compact.format(tokens)}</span>}
      </Row>
      <Row label={t('races.cost')} best={is('cost')} bestLabel={t('races.best.cost')}>{tokens === undefined ? '–' : cost === undefined ? t('races.cost.unknown') : `${usage.estimatedUsd > 0 ? '≈ ' : ''}${formatMoney(cost)}`}</Row>
    </dl>
  );
}

/** Asked once more in its place, because it stops the others. */
function Keep({ race, contender, favourite }: { race: RaceView; contender: Contender; favourite: boolean }) {
  const [asked, setAsked] = useState(false);
  const action = useRaceAction(race.id);
  const { runner } = contender;
  const name = nameOf(contender);
  if (!asked) {
    return (
      <Button kind={favourite ? 'primary' : 'plain'} icon={Trophy} className="end" aria-label={t('races.keep.of', { number: runner.number, name })} onClick={() => setAsked(true)}>
        {t('races.keep')}
      </Button>
    );
  }
  return (
    <div className="race-sure" role="group" aria-label={t('races.keep.of', { number: runner.number, name })}>
      <p className="xs">{count('races.keep.sure', race.runners.length - 1)}</p>
      <div className="row">
        {/* The person has just pressed the button that stood here. */}
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
        <Button autoFocus kind="primary" busy={action.isPending} onClick={() => action.mutate(() => raceActions.keep(race.id, runner.taskId), { onError: () => setAsked(false) })}>{t('races.keep.yes')}</Button>
        <Button disabled={action.isPending} onClick={() => setAsked(false)}>{t('cancel')}</Button>
      </div>
    </div>
  );
}

function Restore({ contender: { runner } }: { contender: Contender }) {
  const action = useTaskAction();
  return (
    <Button icon={Undo2} className="end" busy={action.isPending} aria-label={t('races.restore.of', { number: runner.number })} onClick={() => action.mutate(() => taskActions.restore(runner.taskId))}>
      {t('races.restore')}
    </Button>
  );
}

/** One runner from top to bottom; the rows of all of them stand on one line. */
export function RunnerColumn({ race, contender, best, favourite }: { race: RaceView; contender: Contender; best: Readonly<Record<Measure, number | undefined>>; favourite: boolean }) {
  const { runner, task } = contender;
  const winner = race.winnerTaskId === runner.taskId;
  return (
    <article className={cx('race-col', winner && 'race-col--won', runner.inTrash && 'race-col--out')} aria-label={t('races.runner', { number: runner.number, name: nameOf(contender) })}>
      <Head contender={contender} winner={winner} />
      <Now contender={contender} />
      <Outcome race={race} contender={contender} />
      <Measures contender={contender} best={best} />
      <div className="race-col__foot">
        {task !== undefined && <Link className="btn" to={`/tasks/${task.id}`} aria-label={t('races.openTask.of', { number: runner.number })}>{t('races.openTask')}</Link>}
        {task !== undefined && !runner.inTrash && task.changes !== undefined && task.changes.files > 0 && (
          <Link className="btn" to={`/tasks/${task.id}?panel=changes`} aria-label={t('races.openChanges.of', { number: runner.number })}><Icon shape={FileDiff} size={14} />{t('races.openChanges')}</Link>
        )}
        {race.state === 'open' && !runner.inTrash && <Keep race={race} contender={contender} favourite={favourite} />}
        {runner.inTrash && task !== undefined && <Restore contender={contender} />}
      </div>
    </article>
  );
}
