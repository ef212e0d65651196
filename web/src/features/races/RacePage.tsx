import { useQuery } from '@tanstack/react-query';
import { CircleSlash, GitBranch, Trash2, Unlink } from 'lucide-react';
import { useId, useState } from 'react';
import { Link, useParams } from 'react-router';
import { describeError, ProblemError, type RaceResponse, type RaceView } from '@/api';
import { useProject } from '@/features/projects';
import { usePage } from '@/shared/lib/page';
import { cx } from '@/shared/lib/cx';
import { t } from '@/shared/lib/strings';
import { Banner, Button, Chip, EmptyState, ErrorNote, Icon, Menu, MenuItem, ProjectSquare, Skeleton } from '@/shared/ui';
import { bestOf, contendersOf, favouriteOf } from './compare';
import { raceActions, raceQueries, useRaceAction } from './queries';
import { nameOf, RunnerColumn } from './RunnerColumn';
import { VerifyBar } from './VerifyBar';

const longPrompt = 240;

function CallOff({ race }: { race: RaceView }) {
  const action = useRaceAction(race.id);
  return (
    <Menu align="end" label={t('races.callOff')} trigger={<Button icon={CircleSlash} busy={action.isPending}>{t('races.callOff')}</Button>}>
      <MenuItem icon={Unlink} hint={t('races.callOff.untie.hint')} onSelect={() => action.mutate(() => raceActions.callOff(race.id, 'untie'))}>{t('races.callOff.untie')}</MenuItem>
      <MenuItem icon={Trash2} danger hint={t('races.callOff.trash.hint')} onSelect={() => action.mutate(() => raceActions.callOff(race.id, 'trash'))}>{t('races.callOff.trash')}</MenuItem>
    </Menu>
  );
}

function Prompt({ text }: { text: string }) {
  const [whole, setWhole] = useState(false);
  const id = useId();
  const isLong = text.length > longPrompt || text.split('\n').length > 3;
  return (
    <div className="race-prompt">
      <p id={id} className={cx('race-prompt__text', isLong && !whole && 'is-cut')}>{text}</p>
      {isLong && <Button size="sm" kind="ghost" aria-expanded={whole} aria-controls={id} onClick={() => setWhole(!whole)}>{t(whole ? 'races.prompt.less' : 'races.prompt.more')}</Button>}
    </div>
  );
}

function Decided({ answer }: { answer: RaceResponse }) {
  const { race } = answer;
  if (race.state === 'open') return null;
  const winner = contendersOf(race, answer.tasks).find(({ runner }) => runner.taskId === race.winnerTaskId);
  const moving = race.state === 'keeping' || race.state === 'calling_off';
  return (
    <div aria-live="polite">
      <Banner tone={moving ? 'working' : 'done'} state={moving ? 'running' : 'done'} actions={winner === undefined ? undefined : <Link className="btn btn--sm" to={`/tasks/${winner.runner.taskId}`}>{t('races.openTask')}</Link>}>
        {t(`races.decided.${race.state}`, { by: race.decidedBy ?? '', runner: winner === undefined ? '' : t('races.named', { number: winner.runner.number, name: nameOf(winner) }) })}
      </Banner>
    </div>
  );
}

function RaceBody({ answer }: { answer: RaceResponse }) {
  const { race } = answer;
  const project = useProject(race.repositoryGroupId);
  const contenders = contendersOf(race, answer.tasks);
  const best = { time: bestOf(contenders, 'time'), cost: bestOf(contenders, 'cost'), tokens: bestOf(contenders, 'tokens'), changes: bestOf(contenders, 'changes') };
  const favourite = favouriteOf(contenders);
  return (
    <>
      <div className="page-head race-head">
        <div className="grow">
          <div className="row race-head__title">
            <h1 className="trunc" title={race.title}>{race.title}</h1>
            <Chip tone={race.state === 'open' ? 'working' : race.state === 'kept' ? 'done' : 'idle'}>{t(`races.state.${race.state}`)}</Chip>
          </div>
          <div className="meta">
            {project !== undefined && <span><ProjectSquare project={project} />{project.name}</span>}
            <span><Icon shape={GitBranch} size={12} />{t('races.from', { branch: race.baseBranch, commit: race.baseCommit.slice(0, 10) })}</span>
            <span>{t('races.of', { count: race.runners.length })}</span>
          </div>
        </div>
        {race.state === 'open' && <div className="end"><CallOff race={race} /></div>}
      </div>
      <Decided answer={answer} />
      {race.prompt.trim() !== race.title && <Prompt text={race.prompt} />}
      <VerifyBar race={race} />
      {/* What scrolls must be reached by keyboard too. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className="race-scroll" aria-label={t('races.runners')} tabIndex={0}>
        <div className={cx('race-grid', `race-grid--${contenders.length}`)}>
          {contenders.map((contender) => (
            <RunnerColumn key={contender.runner.number} race={race} contender={contender} best={best} favourite={contender.runner.number === favourite} />
          ))}
        </div>
      </section>
    </>
  );
}

/** The runners of a race side by side; one below the other on a phone. */
export function RacePage() {
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery(raceQueries.detail(id));
  usePage(data?.race.title ?? t('races.race'), [{ label: t('app.workspace'), to: '/board' }, { label: t('races.race') }, ...(data === undefined ? [] : [{ label: data.race.title }])]);
  if (data !== undefined) return <div className="page"><RaceBody answer={data} /></div>;
  if (error === null) return <div className="page"><Skeleton /></div>;
  return (
    <div className="page">
      {error instanceof ProblemError && error.status === 404 ? (
        <EmptyState state="cancelled" title={t('races.gone')} actions={<Link className="btn" to="/board">{t('races.board')}</Link>}>{t('races.goneText')}</EmptyState>
      ) : (
        <ErrorNote look="empty" error={describeError(error)} onRetry={() => void refetch()} />
      )}
    </div>
  );
}
