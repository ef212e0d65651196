import { queryOptions, type QueryClient } from '@tanstack/react-query';
import { call, type EventStream, type SidecarView } from '@/api';

/** Every cache key of this feature. */
export const sidecarQueries = {
  all: ['sidecars'] as const,
  list: () =>
    queryOptions({
      queryKey: [...sidecarQueries.all, 'list'],
      queryFn: async ({ signal }): Promise<readonly SidecarView[]> => (await call('listSidecars', {}, { signal })).items,
      staleTime: Infinity,
    }),
};

/** Events come in their order, so the last one holds. */
export function applySidecar(cache: QueryClient, sidecar: SidecarView): void {
  cache.setQueryData<readonly SidecarView[]>(sidecarQueries.list().queryKey, (known) => {
    if (known === undefined) return known;
    const others = known.filter((one) => one.id !== sidecar.id);
    return [...others, sidecar].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  });
}

export function bindServices(cache: QueryClient, stream: EventStream): () => void {
  const ends = [
    stream.onEvent('service_changed', ({ payload }) => {
      if (payload.sidecar !== undefined) applySidecar(cache, payload.sidecar);
    }),
    stream.onEvent('service_removed', ({ payload }) =>
      cache.setQueryData<readonly SidecarView[]>(sidecarQueries.list().queryKey, (known) => known?.filter((one) => one.id !== payload.id)),
    ),
    stream.onGap(() => void cache.invalidateQueries({ queryKey: sidecarQueries.all })),
  ];
  return () => {
    for (const end of ends) end();
  };
}
