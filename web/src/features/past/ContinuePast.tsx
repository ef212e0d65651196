import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useId, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { call, describeError, type PastSessionPlan, type PastSessionView } from '@/api';
import { useProjects } from '@/features/projects';
import { applyTask } from '@/features/tasks';
import { usePersistentState } from '@/shared/lib/persistent';
import { t } from '@/shared/lib/strings';
import { useNow } from '@/shared/lib/time';
import { agentName, Banner, Button, ErrorNote, Select } from '@/shared/ui';
import { pastQueries } from './queries';

/** A session that was spoken in so lately may be open in a terminal still. */
const recently = 120_000;

type Place = 'in_place' | 'worktree';

/** Where one goes on with a session: what to do next, and in which project and folder. */
export function ContinuePast({ session, plan }: { session: PastSessionView; plan: PastSessionPlan }) {
  const id = useId();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const { projects } = useProjects();
  const now = useNow();
  const [prompt, setPrompt] = usePersistentState(`past.${session.id}`, '');
  const [project, setProject] = useState(plan.repositoryGroupId ?? '');
  const [place, setPlace] = useState<Place>(plan.isolation === 'in_place' ? 'in_place' : 'worktree');
  const go = useMutation({
    mutationFn: () =>
      call('resumePastSession', {
        id: session.id,
        repositoryGroupId: project,
        ...(plan.repositoryGroupId === project && plan.means === 'native' ? { isolation: place } : {}),
        ...(prompt.trim() === '' ? {} : { prompt: prompt.trim() }),
      }),
    onSuccess: ({ task }) => {
      setPrompt('');
      applyTask(cache, task);
      void cache.invalidateQueries({ queryKey: pastQueries.all });
      void navigate(`/tasks/${task.id}`);
    },
  });
  if (session.taskId !== undefined) {
    return <Banner actions={<Link className="btn btn--primary" to={`/tasks/${session.taskId}`}>{t('past.openTask')}</Link>}>{t('past.hasTask')}</Banner>;
  }

  const name = agentName(session.agentType);
  const isHome = plan.repositoryGroupId !== undefined && plan.repositoryGroupId === project;
  const hint = !isHome ? t('past.elsewhere', { agent: name }) : place === 'in_place' ? t('past.inPlace', { agent: name, folder: session.folder ?? '' }) : t('past.worktree', { agent: name });
  return (
    <>
      {plan.obstacle !== undefined && project === '' && (
        <Banner tone="needs" actions={<Link className="btn btn--sm" to="/start">{t('past.addProject')}</Link>}>{plan.obstacle}</Banner>
      )}
      {now - new Date(session.lastAt).getTime() < recently && <Banner tone="needs">{t('past.busy', { agent: name })}</Banner>}
      {go.error !== null && <ErrorNote error={describeError(go.error)} />}
      <div className="composer">
        <label className="sr" htmlFor={id}>{t('past.next')}</label>
        <textarea
          id={id}
          className="ta"
          rows={2}
          placeholder={t('past.next')}
          value={prompt}
          onChange={(event) => setPrompt(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || project === '') return;
            event.preventDefault();
            go.mutate();
          }}
        />
        <div className="composer__bar past-go">
          <Select
            look="quiet"
            label={t('past.project')}
            value={project}
            onChange={setProject}
            shown={projects.find((one) => one.id === project)?.name ?? t('past.chooseProject')}
            options={projects.map((one) => ({ value: one.id, label: one.name }))}
          />
          {isHome && plan.isolation === 'in_place' && (
            <Select
              look="quiet"
              label={t('past.place')}
              value={place}
              onChange={setPlace}
              options={(['in_place', 'worktree'] as const).map((value) => ({ value, label: t(`past.place.${value}`) }))}
            />
          )}
          <span className="grow xs muted past-go__hint">{project === '' ? '' : hint}</span>
          <Button kind="primary" icon={ArrowRight} busy={go.isPending} refused={project === '' ? t('past.needsProject') : undefined} onClick={() => go.mutate()}>{t('past.continue')}</Button>
        </div>
      </div>
    </>
  );
}
