import { queryOptions } from '@tanstack/react-query';
import { call, type UsageGrouping } from '@/api';

const dayLength = 86_400_000;

/** The first of so many days that end today, in UTC as the host counts them. */
export function firstDay(days: number, now: number): string {
  return new Date(now - (days - 1) * dayLength).toISOString().slice(0, 10);
}

/** All days from one to today, oldest first. */
export function daysFrom(first: string, now: number): readonly string[] {
  const days: string[] = [];
  for (let at = Date.parse(first); at <= now; at += dayLength) days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** Every cache key of this feature. */
export const usageQueries = {
  all: ['usage'] as const,
  groups: (by: UsageGrouping, from: string) =>
    queryOptions({ queryKey: [...usageQueries.all, 'groups', by, from], queryFn: ({ signal }) => call('getUsage', { by, from }, { signal }), staleTime: 0 }),
  /** @param version Of the task: it changes with each turn. */
  task: (taskId: string, version: number) =>
    queryOptions({ queryKey: [...usageQueries.all, 'task', taskId, version], queryFn: ({ signal }) => call('getTaskUsage', { taskId }, { signal }), staleTime: 0, placeholderData: (known) => known }),
  project: (projectId: string) =>
    queryOptions({ queryKey: [...usageQueries.all, 'project', projectId], queryFn: ({ signal }) => call('getProjectBudget', { projectId }, { signal }), staleTime: 0 }),
};
