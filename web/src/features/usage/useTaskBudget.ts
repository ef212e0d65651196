import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '@/api';
import { applyTask, toastError } from '@/features/tasks';
import { usageQueries } from './queries';

/** Sets a task's own limit; where it waited for money it goes on. */
export function useTaskBudget(taskId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({ limitUsd, resumes }: { limitUsd: number | undefined; resumes: boolean }) => {
      await call('setTaskBudget', { taskId, ...(limitUsd === undefined ? {} : { limitUsd }) });
      if (resumes) applyTask(cache, (await call('resumeTask', { taskId })).task);
    },
    onError: toastError,
    onSettled: () => cache.invalidateQueries({ queryKey: usageQueries.all }),
  });
}
