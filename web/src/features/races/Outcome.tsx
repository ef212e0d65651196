import { ChevronRight, RotateCcw, Square } from 'lucide-react';
import type { RaceView } from '@/api';
import { cx } from '@/shared/lib/cx';
import { t } from '@/shared/lib/strings';
import { formatSpan } from '@/shared/lib/time';
import { Chip, Icon, IconButton } from '@/shared/ui';
import { hasFinished, toneOf, type Contender } from './compare';
import { raceActions, useRaceAction } from './queries';
import { useTick } from './useTick';

function Facts({ contender }: { contender: Contender }) {
  const verification = contender.runner.verification;
  const running = verification?.state === 'running';
  const now = useTick(running === true);
  if (verification === undefined) return null;
  const { counts } = verification;
  const facts = [
    counts === undefined ? undefined : t('races.v.counts', { passed: counts.passed, total: counts.passed + counts.failed }),
    counts === undefined || counts.skipped === 0 ? undefined : t('races.v.skipped', { count: counts.skipped }),
    verification.exitCode === undefined ? undefined : t('races.v.exit', { code: verification.exitCode }),
    verification.exitSignal === undefined ? undefined : t('races.v.signal', { signal: verification.exitSignal }),
    running && verification.startedAt !== undefined ? formatSpan(Math.max(0, now - Date.parse(verification.startedAt))) : verification.seconds === undefined ? undefined : formatSpan(verification.seconds * 1000),
  ].filter((fact) => fact !== undefined);
  return (
    <>
      {facts.length > 0 && <span className="xs soft num">{facts.join(' · ')}</span>}
      {verification.reason !== undefined && <span className="xs soft">{verification.reason}</span>}
    </>
  );
}

/** What the verify command said, whether it still counts, and its last lines. */
export function Outcome({ race, contender }: { race: RaceView; contender: Contender }) {
  const action = useRaceAction(race.id);
  const { runner, task } = contender;
  const { verification, number } = runner;
  const active = verification?.state === 'running' || verification?.state === 'waiting';
  const busy = task === undefined || task.state === 'running' || task.state === 'queued' || (task.state === 'waiting' && task.resumeAt === undefined);
  const refused = task?.worktreePath === undefined ? t('races.verify.noTree') : busy ? t('races.verify.busy') : undefined;
  return (
    <div className="race-outcome">
      <div className="race-outcome__head">
        {verification === undefined ? (
          <span className="muted">{t(race.verifyCommand === undefined ? 'races.v.off' : race.state === 'open' && hasFinished(contender) ? 'races.v.waiting' : 'races.v.none')}</span>
        ) : (
          <span className={cx('race-outcome__word', `race-outcome__word--${toneOf(verification)}`)}>{t(`races.v.${verification.state}`)}</span>
        )}
        {verification?.stale === true && <span title={t('races.v.stale.hint')}><Chip tone="line">{t('races.v.stale')}</Chip></span>}
        {race.state === 'open' && active && (
          <IconButton icon={Square} size="sm" className="end" label={t('races.verify.stop.of', { number })} busy={action.isPending} onClick={() => action.mutate(() => raceActions.stopVerification(race.id, runner.taskId))} />
        )}
        {race.state === 'open' && !active && race.verifyCommand !== undefined && !runner.inTrash && (
          <IconButton icon={RotateCcw} size="sm" className="end" label={t('races.verify.again.of', { number })} busy={action.isPending} refused={refused} onClick={() => action.mutate(() => raceActions.verify(race.id, runner.taskId))} />
        )}
      </div>
      <Facts contender={contender} />
      {verification !== undefined && verification.output.length > 0 && (
        <details className="race-output" open={verification.state !== 'passed' && verification.stale !== true}>
          <summary className="xs"><Icon shape={ChevronRight} size={14} />{t('races.v.output')}</summary>
          {/* What scrolls must be reached by keyboard too. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre className="race-output__text" role="region" aria-label={t('races.v.output.of', { number })} tabIndex={0}>{verification.output.join('\n')}</pre>
        </details>
      )}
    </div>
  );
}
