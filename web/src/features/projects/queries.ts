import { queryOptions, useQuery, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call, type EventStream, type RepositoryGroupView, type RepositoryView } from '@/api';

/** Every cache key of this feature: projects, repositories, branches and folders. */
export const projectQueries = {
  all: ['projects'] as const,
  list: () =>
    queryOptions({
      queryKey: [...projectQueries.all, 'list'],
      queryFn: async ({ signal }): Promise<readonly RepositoryGroupView[]> => (await call('listRepositoryGroups', {}, { signal })).items,
      staleTime: Infinity,
    }),
  repositories: () =>
    queryOptions({
      queryKey: [...projectQueries.all, 'repositories'],
      queryFn: async ({ signal }): Promise<readonly RepositoryView[]> => (await call('listRepositories', {}, { signal })).items,
      staleTime: Infinity,
    }),
  branches: (projectId: string, query: string) =>
    queryOptions({
      queryKey: [...projectQueries.all, 'branches', projectId, query],
      queryFn: ({ signal }) => call('listBranches', { id: projectId, limit: 50, ...(query === '' ? {} : { query }) }, { signal }),
      staleTime: 15_000,
      placeholderData: (before) => before,
    }),
  /** What patterns, one to a line, would copy into a new worktree. */
  copiedFiles: (projectId: string, patterns: string) =>
    queryOptions({
      queryKey: [...projectQueries.all, 'copied', projectId, patterns],
      queryFn: ({ signal }) => call('previewCopiedFiles', { id: projectId, copyIgnored: patterns.split('\n') }, { signal }),
      enabled: patterns !== '',
      retry: false,
      staleTime: 5_000,
      placeholderData: (before) => before,
    }),
  roots: () =>
    queryOptions({ queryKey: [...projectQueries.all, 'roots'], queryFn: ({ signal }) => call('listBrowseRoots', {}, { signal }), staleTime: 60_000 }),
  folder: (path: string | undefined) =>
    queryOptions({
      queryKey: [...projectQueries.all, 'folder', path ?? ''],
      queryFn: ({ signal }) => call('browseDirectory', path === undefined ? {} : { path }, { signal }),
      staleTime: 5_000,
      placeholderData: (before) => before,
    }),
};

/** Puts one thing into a list by its id; versions, where there are any, never go back. */
export function mergeById<T extends { readonly id: string; readonly version?: number }>(known: readonly T[], next: T): readonly T[] {
  const index = known.findIndex((one) => one.id === next.id);
  const before = known[index];
  if (before === undefined) return [...known, next];
  return (before.version ?? 0) > (next.version ?? 0) ? known : known.with(index, next);
}

export function applyProject(cache: QueryClient, project: RepositoryGroupView): void {
  cache.setQueryData<readonly RepositoryGroupView[]>(projectQueries.list().queryKey, (known) => known && mergeById(known, project));
}

export function applyRepository(cache: QueryClient, repository: RepositoryView): void {
  cache.setQueryData<readonly RepositoryView[]>(projectQueries.repositories().queryKey, (known) => known && mergeById(known, repository));
}

export function bindProjects(cache: QueryClient, stream: EventStream): () => void {
  const ends = [
    stream.onEvent('repository_group_changed', ({ payload }) => applyProject(cache, payload.repositoryGroup)),
    stream.onEvent('repository_changed', ({ payload }) => applyRepository(cache, payload.repository)),
    stream.onEvent('repository_group_removed', ({ payload }) =>
      cache.setQueryData<readonly RepositoryGroupView[]>(projectQueries.list().queryKey, (known) => known?.filter((one) => one.id !== payload.id)),
    ),
    stream.onEvent('repository_removed', ({ payload }) =>
      cache.setQueryData<readonly RepositoryView[]>(projectQueries.repositories().queryKey, (known) => known?.filter((one) => one.id !== payload.id)),
    ),
    stream.onGap(() => void cache.invalidateQueries({ queryKey: projectQueries.all })),
  ];
  return () => {
    for (const end of ends) end();
  };
}

const noProjects: readonly RepositoryGroupView[] = [];

export function useProjects() {
  const query = useQuery(projectQueries.list());
  const projects = useMemo(() => (query.data ?? noProjects).toSorted((a, b) => a.sortOrder - b.sortOrder), [query.data]);
  return { projects, isPending: query.isPending, error: query.error, refetch: query.refetch };
}

export function useProject(id: string | undefined): RepositoryGroupView | undefined {
  const { projects } = useProjects();
  return projects.find((project) => project.id === id);
}
