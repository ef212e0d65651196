import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from '@/api';

export interface PastFilter {
  readonly query: string;
  /** An agent's kind, or all of them. */
  readonly agent: string;
}

/** Every cache key of this feature. */
export const pastQueries = {
  all: ['past-sessions'] as const,
  list: ({ query, agent }: PastFilter) =>
    infiniteQueryOptions({
      queryKey: [...pastQueries.all, 'list', query, agent],
      queryFn: ({ pageParam, signal }) =>
        call('listPastSessions', { limit: 50, ...(query === '' ? {} : { query }), ...(agent === '' ? {} : { agentType: agent }), ...(pageParam === '' ? {} : { cursor: pageParam }) }, { signal }),
      initialPageParam: '',
      getNextPageParam: (page) => page.nextCursor,
      // Asked again soon while the agents' stores are still being read.
      refetchInterval: ({ state }) => (state.data?.pages[0]?.reading === true ? 1000 : false),
      staleTime: 0,
      placeholderData: (known) => known,
    }),
  one: (id: string) => queryOptions({ queryKey: [...pastQueries.all, 'one', id], queryFn: ({ signal }) => call('getPastSession', { id }, { signal }), staleTime: 0 }),
};
