import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call, stream, type TaskCommandView } from '@/api';
import { toastError } from '@/features/tasks';

/** Every cache key of a task's commands. */
export const commandQueries = {
  list: (taskId: string) =>
    queryOptions({
      queryKey: ['commands', taskId] as const,
      queryFn: async ({ signal }): Promise<readonly TaskCommandView[]> => (await call('listTaskCommands', { taskId }, { signal })).items,
      staleTime: 5_000,
    }),
};

export function applyCommand(cache: QueryClient, command: TaskCommandView): void {
  cache.setQueryData<readonly TaskCommandView[]>(commandQueries.list(command.taskId).queryKey, (known) => {
    if (known === undefined) return known;
    const place = known.findIndex((one) => one.id === command.id);
    // One that the project has no more goes with its process.
    if (command.removed === true && command.state === 'stopped') return known.filter((one) => one.id !== command.id);
    return place < 0 ? [...known, command] : known.with(place, command);
  });
}

export function isUp(command: TaskCommandView): boolean {
  return command.state !== 'stopped' && command.state !== 'failed';
}

const none: readonly TaskCommandView[] = [];

/** The commands of a task, live. A change of the project's definitions is read anew. */
export function useTaskCommands(taskId: string, projectVersion: number | undefined) {
  const cache = useQueryClient();
  const query = useQuery(commandQueries.list(taskId));
  useEffect(() => {
    const ends = [
      stream.onEvent('task_command_changed', ({ payload }) => {
        if (payload.command.taskId === taskId) applyCommand(cache, payload.command);
      }),
      stream.onGap(() => void cache.invalidateQueries({ queryKey: commandQueries.list(taskId).queryKey })),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [cache, taskId]);
  useEffect(() => {
    if (projectVersion !== undefined) void cache.invalidateQueries({ queryKey: commandQueries.list(taskId).queryKey });
  }, [cache, taskId, projectVersion]);
  return { commands: query.data ?? none, isPending: query.isPending, error: query.error, refetch: query.refetch };
}

export function useRunCommand() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ command, step }: { command: TaskCommandView; step: 'startCommand' | 'stopCommand' | 'restartCommand' }) =>
      call(step, { taskId: command.taskId, commandId: command.id }),
    onSuccess: ({ command }) => applyCommand(cache, command),
    onError: toastError,
  });
}
