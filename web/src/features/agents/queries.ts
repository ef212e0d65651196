import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { call, type AgentView, type EventStream } from '@/api';

/** Every cache key of this feature. */
export const agentQueries = {
  all: ['agents'] as const,
  list: () =>
    queryOptions({
      queryKey: [...agentQueries.all, 'list'],
      queryFn: async ({ signal }): Promise<readonly AgentView[]> => (await call('listAgents', {}, { signal })).items,
      staleTime: Infinity,
    }),
};

/** What was found is looked up anew after a gap in the events. */
export function bindAgents(cache: QueryClient, stream: EventStream): () => void {
  return stream.onGap(() => void cache.invalidateQueries({ queryKey: agentQueries.all }));
}

const none: readonly AgentView[] = [];

export function useAgents() {
  const query = useQuery(agentQueries.list());
  return { agents: query.data ?? none, isPending: query.isPending, error: query.error, refetch: query.refetch };
}

/** Looks again for agents on the machine. */
export function useProbeAgents() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => call('probeAgents', {}),
    onSuccess: ({ items }) => cache.setQueryData<readonly AgentView[]>(agentQueries.list().queryKey, items),
  });
}

/** It can run now: installed in a version that can be spoken to, and logged in as far as can be told. */
export function isReady(agent: AgentView): boolean {
  return agent.installed && agent.needsVersion === undefined && agent.login !== 'logged_out';
}

/** Any program that speaks ACP, or in a terminal: it cannot run before somebody writes its command line. */
export function needsCommand(agentType: string): boolean {
  return agentType === 'acp' || agentType === 'terminal';
}

/** It works in a terminal of its own; a program that was forgotten meanwhile is known by its kind alone. */
export function worksInTerminal(agentType: string, agent: AgentView | undefined): boolean {
  return agent?.capabilities?.terminal ?? (agentType === 'terminal' || agentType.startsWith('terminal:'));
}

/** What a new task is offered first: a real agent before the demo, and none that still needs a command. */
export function preferredAgent(agents: readonly AgentView[], wanted?: string): AgentView | undefined {
  const ready = agents.filter((agent) => isReady(agent) && !needsCommand(agent.kind));
  return ready.find((agent) => agent.kind === wanted) ?? ready.find((agent) => agent.kind !== 'demo') ?? ready[0];
}
