import { useParams } from 'react-router';
import { useProject, useProjects } from '@/features/projects';
import { usePage } from '@/shared/lib/page';
import { t } from '@/shared/lib/strings';
import { EmptyState, Skeleton } from '@/shared/ui';
import { TerminalsPanel } from './TerminalsPanel';

/** Terminals in a project's repository, without a task. */
export function TerminalsPage() {
  const { id = '' } = useParams();
  const { isPending } = useProjects();
  const project = useProject(id);
  const name = project?.name ?? '';
  usePage(project === undefined ? t('terminals.title') : t('terminals.of', { name }), [
    { label: t('app.workspace'), to: '/board' },
    ...(project === undefined ? [] : [{ label: name, to: `/board?project=${id}` }]),
    { label: t('terminals.title') },
  ]);
  if (isPending) return <Skeleton />;
  return (
    <>
      <h1 className="sr">{t('terminals.of', { name })}</h1>
      {project === undefined ? <EmptyState state="cancelled" className="grow justify-center" title={t('terminals.noProject')} /> : <TerminalsPanel key={id} place={{ projectId: id }} />}
    </>
  );
}
