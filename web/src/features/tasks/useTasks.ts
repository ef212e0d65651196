import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { UnitTaskView } from '@/api';
import { waitingTasks } from './model';
import { taskQueries } from './queries';

const none: readonly UnitTaskView[] = [];

/** All visible tasks, as they are now. */
export function useTasks() {
  const query = useQuery(taskQueries.list());
  return { tasks: query.data ?? none, isPending: query.isPending, error: query.error, refetch: query.refetch };
}

export function useWaitingTasks(): readonly UnitTaskView[] {
  const { tasks } = useTasks();
  return useMemo(() => waitingTasks(tasks), [tasks]);
}
