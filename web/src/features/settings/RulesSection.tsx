import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { describeError, call } from '@/api';
import { useProjects } from '@/features/projects';
import { toastError } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { AgentPlate, Button, Chip, EmptyState, ErrorNote, ProjectSquare, RelativeTime, Skeleton, toast } from '@/shared/ui';
import { settingsQueries } from './queries';
import { Section } from './Section';

export function RulesSection() {
  const { data, error, refetch } = useQuery(settingsQueries.rules());
  const { projects } = useProjects();
  const cache = useQueryClient();
  const forget = useMutation({
    mutationFn: (id: string) => call('deletePermissionRule', { id }),
    onSuccess: () => toast({ state: 'done', title: t('settings.rules.forgotten') }),
    onError: toastError,
    onSettled: () => cache.invalidateQueries({ queryKey: settingsQueries.rules().queryKey }),
  });
  return (
    <Section title={t('settings.rules')} lede={t('settings.rules.lede')}>
      {error !== null && <ErrorNote error={describeError(error)} onRetry={() => void refetch()} />}
      <div className="panel scroll-x">
        {data === undefined && error === null && <Skeleton />}
        {data?.items.length === 0 && <EmptyState state="approved" title={t('settings.rules.empty')}>{t('settings.rules.emptyText')}</EmptyState>}
        {data !== undefined && data.items.length > 0 && (
          <table className="table">
            <thead>
              <tr><th>{t('settings.rules.effect')}</th><th>{t('settings.rules.what')}</th><th>{t('settings.rules.project')}</th><th>{t('settings.rules.since')}</th><th><span className="sr">{t('settings.rules.forget')}</span></th></tr>
            </thead>
            <tbody>
              {data.items.map((rule) => {
                const project = projects.find((one) => one.id === rule.repositoryGroupId);
                return (
                  <tr key={rule.id}>
                    <td><Chip tone={rule.effect === 'allow' ? 'done' : 'failed'}>{t(`settings.rules.${rule.effect}`)}</Chip></td>
                    <td>
                      <span className="row">{rule.agentType !== undefined && <AgentPlate kind={rule.agentType} />}<span className="medium">{rule.toolName}</span>{rule.pattern === '' ? <span className="muted">{t('settings.rules.any')}</span> : <code>{rule.pattern}</code>}</span>
                    </td>
                    <td>{project !== undefined && <span className="row nowrap"><ProjectSquare project={project} />{project.name}</span>}</td>
                    <td className="muted nowrap"><RelativeTime at={rule.createdAt} /></td>
                    <td className="r"><Button size="sm" kind="danger" busy={forget.isPending && forget.variables === rule.id} onClick={() => forget.mutate(rule.id)}>{t('settings.rules.forget')}</Button></td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </div>
    </Section>
  );
}
