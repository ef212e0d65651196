import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { call, describeError, type CreateUnitTaskRequest, type UnitTaskView } from '@/api';
import { count, t } from '@/shared/lib/strings';
import { toast, toastUndo } from '@/shared/ui';
import { applyTask } from './queries';

/** A refused action is told at once; the card stays where it is, so nothing is hidden. */
export function toastError(error: unknown): void {
  const { title, why } = describeError(error);
  toast({ state: 'failed', title, detail: why });
}

/** What every button of a task asks for, without the page's own concerns. */
export const taskActions = {
  start: (id: string) => call('startTaskExecution', { taskId: id }),
  stop: (id: string) => call('stopTaskExecution', { taskId: id }),
  resume: (id: string) => call('resumeTask', { taskId: id }),
  retry: (id: string) => call('retryTask', { taskId: id }),
  skipSetup: (id: string) => call('retryTask', { taskId: id, skipSetup: true }),
  archive: (id: string, archived: boolean) => call('archiveUnitTask', { id, archived }),
  remove: (id: string) => call('deleteUnitTask', { id }),
  restore: (id: string) => call('restoreUnitTask', { id }),
  pin: (id: string, pinned: boolean) => call('updateUnitTask', { id, pinned }),
  rename: (id: string, title: string) => call('updateUnitTask', { id, title }),
  status: (id: string, status: UnitTaskView['state'], version: number) => call('updateUnitTaskStatus', { id, status, version }),
};

/** Runs one of them and puts the answer into the cache, before the event comes. */
export function useTaskAction() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (action: () => Promise<{ task?: UnitTaskView }>) => action(),
    onSuccess: (answer) => {
      if (answer.task !== undefined) applyTask(cache, answer.task);
    },
    onError: toastError,
  });
}

export function useCreateTask() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (request: CreateUnitTaskRequest) => call('createUnitTask', request),
    onSuccess: ({ task }) => applyTask(cache, task),
  });
}

async function each(cache: QueryClient, ids: readonly string[], one: (id: string) => Promise<{ task?: UnitTaskView }>): Promise<readonly string[]> {
  const results = await Promise.allSettled(ids.map(one));
  const done: string[] = [];
  let firstError: unknown;
  results.forEach((result, index) => {
    const id = ids[index];
    if (id === undefined) return;
    if (result.status === 'fulfilled') {
      done.push(id);
      if (result.value.task !== undefined) applyTask(cache, result.value.task);
    } else firstError ??= result.reason;
  });
  if (firstError !== undefined) toastError(firstError);
  return done;
}

/** Archive and delete, for one or many, both with undo in the toast. */
export function useBulkActions() {
  const cache = useQueryClient();
  return {
    archive: async (ids: readonly string[]) => {
      const done = await each(cache, ids, (id) => taskActions.archive(id, true));
      if (done.length > 0) toastUndo(count('tasks.archived', done.length), () => void each(cache, done, (id) => taskActions.archive(id, false)));
    },
    remove: async (ids: readonly string[]) => {
      const done = await each(cache, ids, taskActions.remove);
      if (done.length > 0) toastUndo(count('tasks.deleted', done.length), () => void each(cache, done, taskActions.restore), t('tasks.deletedDetail'));
    },
  };
}
