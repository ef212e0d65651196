import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { call, callAll, type EventStream, type GetUnitTaskResponse, type UnitTaskView } from '@/api';
import { Tidings, whileQuiet } from './current';

const tidings = new Tidings();

/** Every cache key of this feature. Nobody else spells one. */
export const taskQueries = {
  all: ['tasks'] as const,
  /** All tasks that are neither archived nor in the trash; the event stream keeps it right. */
  list: () =>
    queryOptions({
      queryKey: [...taskQueries.all, 'list'],
      queryFn: ({ signal }) =>
        whileQuiet(
          () => tidings.all(),
          () => callAll<UnitTaskView>((cursor) => call('listUnitTasks', { limit: 200, ...(cursor === undefined ? {} : { cursor }) }, { signal })),
        ),
      staleTime: Infinity,
    }),
  /** One task with its sessions, what it asks and what waits. */
  detail: (id: string) =>
    queryOptions({
      queryKey: [...taskQueries.all, 'detail', id],
      queryFn: ({ signal }) => whileQuiet(() => tidings.of(id), () => call('getUnitTask', { id }, { signal })),
      staleTime: Infinity,
    }),
};

/** Puts one task into a list: an older version never overwrites a newer one; what is hidden leaves. */
export function mergeTask(known: readonly UnitTaskView[], task: UnitTaskView): readonly UnitTaskView[] {
  const index = known.findIndex((one) => one.id === task.id);
  const hidden = task.archivedAt !== undefined || task.deletedAt !== undefined;
  const before = known[index];
  if (before === undefined) return hidden ? known : [task, ...known];
  if (before.version > task.version) return known;
  return hidden ? known.toSpliced(index, 1) : known.with(index, task);
}

/** The server pushes; the cache is patched, never refetched. */
export function applyTask(cache: QueryClient, task: UnitTaskView): void {
  tidings.heard(task.id);
  cache.setQueryData<readonly UnitTaskView[]>(taskQueries.list().queryKey, (known) => known && mergeTask(known, task));
  cache.setQueryData<GetUnitTaskResponse>(taskQueries.detail(task.id).queryKey, (known) =>
    known === undefined || known.task.version > task.version ? known : { ...known, task },
  );
}

function applyRemoved(cache: QueryClient, id: string): void {
  tidings.heard(id);
  cache.setQueryData<readonly UnitTaskView[]>(taskQueries.list().queryKey, (known) => known?.filter((task) => task.id !== id));
  cache.removeQueries({ queryKey: taskQueries.detail(id).queryKey });
}

/** Connects this feature's cache with the event stream; called once by the app. */
export function bindTasks(cache: QueryClient, stream: EventStream): () => void {
  const detail = (id: string | undefined, change: (known: GetUnitTaskResponse) => GetUnitTaskResponse) => {
    tidings.heard(id);
    if (id !== undefined) cache.setQueryData<GetUnitTaskResponse>(taskQueries.detail(id).queryKey, (known) => known && change(known));
  };
  const ends = [
    stream.onEvent('task_changed', ({ payload }) => applyTask(cache, payload.task)),
    stream.onEvent('task_purged', ({ payload }) => applyRemoved(cache, payload.id)),
    stream.onEvent('queue_changed', ({ payload }) => detail(payload.taskId, (known) => ({ ...known, queuedPrompts: payload.queuedPrompts }))),
    stream.onEvent('approval_requested', ({ payload: { approval } }) =>
      detail(approval.taskId, (known) =>
        known.pendingApprovals.some((one) => one.id === approval.id) ? known : { ...known, pendingApprovals: [...known.pendingApprovals, approval] },
      ),
    ),
    stream.onEvent('approval_resolved', ({ taskId, payload }) =>
      detail(taskId, (known) => ({ ...known, pendingApprovals: known.pendingApprovals.filter((one) => one.id !== payload.approvalId) })),
    ),
    // Sessions and turns are read anew: they change a few times in a task's life.
    ...(['session_started', 'session_ended', 'turn_started', 'turn_ended'] as const).map((kind) =>
      stream.onEvent(kind, ({ taskId }) => {
        if (taskId !== undefined) void cache.invalidateQueries({ queryKey: taskQueries.detail(taskId).queryKey });
      }),
    ),
    stream.onGap(() => void cache.invalidateQueries({ queryKey: taskQueries.all })),
  ];
  return () => {
    for (const end of ends) end();
  };
}
