import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from '@/api';

/** Every cache key of this feature. */
export const settingsQueries = {
  all: ['settings'] as const,
  /** Hidden tasks, newest change first; read page by page. */
  kept: (which: 'archive' | 'trash') =>
    infiniteQueryOptions({
      queryKey: [...settingsQueries.all, 'kept', which],
      queryFn: ({ signal, pageParam }) => call('listUnitTasks', { limit: 50, ...(which === 'trash' ? { deleted: true } : { archived: true }), ...(pageParam === '' ? {} : { cursor: pageParam }) }, { signal }),
      initialPageParam: '',
      getNextPageParam: (page) => (page.nextCursor === '' ? undefined : page.nextCursor),
      staleTime: 0,
    }),
  sessions: () => queryOptions({ queryKey: [...settingsQueries.all, 'sessions'], queryFn: ({ signal }) => call('listAuthSessions', {}, { signal }), staleTime: 0 }),
  tokens: () => queryOptions({ queryKey: [...settingsQueries.all, 'tokens'], queryFn: ({ signal }) => call('listAccessTokens', {}, { signal }), staleTime: 0 }),
  terminalAgents: () => queryOptions({ queryKey: [...settingsQueries.all, 'terminalAgents'], queryFn: async ({ signal }) => (await call('listTerminalAgents', {}, { signal })).items, staleTime: 0 }),
  diagnostics: () => queryOptions({ queryKey: [...settingsQueries.all, 'diagnostics'], queryFn: ({ signal }) => call('getDiagnostics', {}, { signal }), staleTime: 0 }),
  health: () => queryOptions({ queryKey: [...settingsQueries.all, 'health'], queryFn: ({ signal }) => call('getHealth', {}, { signal }), staleTime: 0 }),
};
