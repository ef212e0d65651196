import { queryOptions } from '@tanstack/react-query';
import { call } from '@/api';

/** What runs is looked at this often, and only while the page is in sight. */
const rhythm = 2000;

/** Every cache key of this feature. */
export const fleetQueries = {
  all: ['fleet'] as const,
  workers: () => queryOptions({ queryKey: [...fleetQueries.all, 'workers'], queryFn: ({ signal }) => call('getFleet', {}, { signal }), refetchInterval: rhythm, staleTime: 0 }),
  processes: () => queryOptions({ queryKey: [...fleetQueries.all, 'processes'], queryFn: ({ signal }) => call('listProcesses', {}, { signal }), refetchInterval: rhythm, staleTime: 0 }),
  /** Asked again soon while it is being measured. */
  disk: () =>
    queryOptions({
      queryKey: [...fleetQueries.all, 'disk'],
      queryFn: ({ signal }) => call('getDiskUsage', {}, { signal }),
      refetchInterval: ({ state }) => (state.data?.measuring === true ? 700 : 15_000),
      staleTime: 0,
    }),
  trash: () => queryOptions({ queryKey: [...fleetQueries.all, 'trash'], queryFn: ({ signal }) => call('listTrash', {}, { signal }), refetchInterval: 15_000, staleTime: 0 }),
  preview: (olderThanDays: number) =>
    queryOptions({ queryKey: [...fleetQueries.all, 'preview', olderThanDays], queryFn: ({ signal }) => call('previewCleanup', { olderThanDays }, { signal }), staleTime: 0, gcTime: 0 }),
};
