import { queryOptions, useQuery } from '@tanstack/react-query';
import { call, type IsolationView } from '@/api';

/** Every cache key of this feature. */
export const isolationQueries = {
  all: ['isolations'] as const,
  list: () =>
    queryOptions({
      queryKey: [...isolationQueries.all, 'list'],
      queryFn: async ({ signal }): Promise<readonly IsolationView[]> => (await call('listIsolations', {}, { signal })).items,
      staleTime: 30_000,
    }),
};

const none: readonly IsolationView[] = [];

/** What the worker's machine can do; empty until it is known. */
export function useIsolations(): readonly IsolationView[] {
  return useQuery(isolationQueries.list()).data ?? none;
}
