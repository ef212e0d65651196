import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call, describeError, type ProjectDefaults, type RepositoryGroupView } from '@/api';
import { applyProject } from '@/features/projects';
import { t } from '@/shared/lib/strings';
import { ErrorNote, Select, Switch } from '@/shared/ui';

/** How often a turn is tried again that met an overloaded provider, when nobody has said. */
export const usualRetries = 3;
const choices = [0, 1, 2, 3, 5, 10];

/** What the tasks of a project do by themselves when their provider does not serve them. Each choice is stored at once. */
export function WaitsForm({ project }: { project: RepositoryGroupView }) {
  const cache = useQueryClient();
  const save = useMutation({
    mutationFn: (change: Partial<ProjectDefaults>) => call('updateRepositoryGroup', { id: project.id, defaults: { ...project.defaults, ...change } }),
    onSuccess: ({ repositoryGroup }) => applyProject(cache, repositoryGroup),
  });
  const shown: ProjectDefaults = save.isPending ? { ...project.defaults, ...save.variables } : project.defaults;
  const retries = shown.retries ?? usualRetries;
  return (
    <div className="set-waits">
      <div className="row wrap">
        <span className="grow">{t('waits.retries')}</span>
        <Select
          label={t('waits.retries')}
          value={String(retries)}
          onChange={(next) => save.mutate({ retries: Number(next) })}
          options={[...new Set([...choices, retries])].toSorted((a, b) => a - b).map((times) => ({ value: String(times), label: times === 0 ? t('waits.never') : t('waits.times', { times }) }))}
        />
      </div>
      <p className="xs muted">{t('waits.retries.hint')}</p>
      <Switch label={t('waits.limit')} checked={shown.resumeAfterLimit === true} disabled={save.isPending} onChange={(event) => save.mutate({ resumeAfterLimit: event.target.checked })} />
      <p className="xs muted">{t('waits.limit.hint')}</p>
      {save.error !== null && <ErrorNote error={describeError(save.error)} />}
    </div>
  );
}
