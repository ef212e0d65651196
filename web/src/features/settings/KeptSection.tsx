import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { describeError, type UnitTaskView } from '@/api';
import { useProjects } from '@/features/projects';
import { applyTask, taskActions, toastError } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { formatDay } from '@/shared/lib/time';
import { Button, EmptyState, ErrorNote, ProjectSquare, Segmented, Skeleton, StateGlyph, toast } from '@/shared/ui';
import { settingsQueries } from './queries';
import { Section } from './Section';

type Which = 'archive' | 'trash';

function KeptRow({ task, which, busy, onBack }: { task: UnitTaskView; which: Which; busy: boolean; onBack: () => void }) {
  const { projects } = useProjects();
  const project = projects.find((one) => one.id === task.repositoryGroupId);
  const day = which === 'trash' ? task.purgeAt : task.archivedAt;
  return (
    <div className="set-row">
      <StateGlyph state={task.state} />
      <span className="grow" style={{ minWidth: 0 }}>
        <span className="trunc medium" style={{ display: 'block' }} title={task.title}>{task.title}</span>
        <span className="row xs muted">
          {project !== undefined && <><ProjectSquare project={project} />{project.name}</>}
          {day !== undefined && <span>{t(which === 'trash' ? 'settings.kept.until' : 'settings.kept.since', { day: formatDay(day) })}</span>}
        </span>
      </span>
      <Button size="sm" busy={busy} onClick={onBack}>{t('settings.kept.back')}</Button>
    </div>
  );
}

/** What the board hides: archived tasks, and the trash. */
export function KeptSection() {
  const [which, setWhich] = useState<Which>('archive');
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(settingsQueries.kept(which));
  const cache = useQueryClient();
  const back = useMutation({
    mutationFn: (task: UnitTaskView) => (task.deletedAt === undefined ? taskActions.archive(task.id, false) : taskActions.restore(task.id)),
    onSuccess: ({ task }) => {
      applyTask(cache, task);
      toast({ state: task.state, title: t('settings.kept.backed'), detail: task.title });
    },
    onError: toastError,
    onSettled: () => cache.invalidateQueries({ queryKey: settingsQueries.kept(which).queryKey }),
  });
  const tasks = data?.pages.flatMap((page) => page.items);
  return (
    <Section
      title={t('settings.kept.title')}
      lede={t('settings.kept.lede')}
      actions={<Segmented label={t('settings.kept.which')} value={which} onChange={setWhich} options={(['archive', 'trash'] as const).map((value) => ({ value, label: t(`settings.kept.${value}`) }))} />}
    >
      {error !== null && <ErrorNote error={describeError(error)} onRetry={() => void refetch()} />}
      <div className="panel">
        {tasks === undefined && error === null && <Skeleton />}
        {tasks?.length === 0 && <EmptyState state="done" title={t(`settings.kept.${which}.empty`)} />}
        {tasks?.map((task) => <KeptRow key={task.id} task={task} which={which} busy={back.isPending && back.variables.id === task.id} onBack={() => back.mutate(task)} />)}
      </div>
      {hasNextPage && <Button className="set-more" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('settings.kept.more')}</Button>}
    </Section>
  );
}
