import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { call, type EventStream, type McpServerView } from '@/api';
import { toastError } from '@/features/tasks';

/** Every cache key of this feature. Servers are few: one list of all of them serves every screen. */
export const mcpQueries = {
  all: ['mcp'] as const,
  list: () =>
    queryOptions({
      queryKey: [...mcpQueries.all, 'list'],
      queryFn: async ({ signal }): Promise<readonly McpServerView[]> => (await call('listMcpServers', { all: true }, { signal })).items,
      staleTime: Infinity,
    }),
};

function patch(cache: QueryClient, change: (known: readonly McpServerView[]) => readonly McpServerView[]): void {
  cache.setQueryData<readonly McpServerView[]>(mcpQueries.list().queryKey, (known) => known && change(known));
}

/** An older version never overwrites a newer one. */
export function applyMcpServer(cache: QueryClient, server: McpServerView): void {
  patch(cache, (known) => {
    const before = known.find((one) => one.id === server.id);
    if (before === undefined) return [...known, server].toSorted((a, b) => a.name.localeCompare(b.name));
    return before.version > server.version ? known : known.map((one) => (one === before ? server : one));
  });
}

function forgetMcpServer(cache: QueryClient, id: string): void {
  patch(cache, (known) => known.filter((one) => one.id !== id));
}

export function bindMcp(cache: QueryClient, stream: EventStream): () => void {
  const ends = [
    stream.onEvent('mcp_server_changed', ({ payload }) => applyMcpServer(cache, payload.server)),
    stream.onEvent('mcp_server_removed', ({ payload }) => forgetMcpServer(cache, payload.id)),
    stream.onGap(() => void cache.invalidateQueries({ queryKey: mcpQueries.all })),
  ];
  return () => {
    for (const end of ends) end();
  };
}

/** Switching on says what was seen; what is another by now comes back as it is, and is refused. */
export function useMcpActions(server: McpServerView) {
  const cache = useQueryClient();
  const { id, fingerprint } = server;
  const enable = useMutation({
    mutationFn: async () => (await call('enableMcpServer', { id, fingerprint })).server,
    onSuccess: (saved) => applyMcpServer(cache, saved),
    onError: toastError,
  });
  const disable = useMutation({
    mutationFn: async () => (await call('disableMcpServer', { id })).server,
    onSuccess: (saved) => applyMcpServer(cache, saved),
    onError: toastError,
  });
  const remove = useMutation({
    mutationFn: () => call('removeMcpServer', { id }),
    onSuccess: () => forgetMcpServer(cache, id),
    onError: toastError,
  });
  return { enable, disable, remove };
}
