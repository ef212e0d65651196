import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call, describeError, ProblemError, type EventStream, type TerminalView } from '@/api';
import { toast } from '@/shared/ui';

/** Where a terminal works: in a task's worktree, or in a project's repository. */
export type TerminalPlace = { readonly taskId: string } | { readonly projectId: string };

/** Every cache key of this feature. Terminals are few: one list of all of them serves every screen. */
export const terminalQueries = {
  all: ['terminals'] as const,
  list: () =>
    queryOptions({
      queryKey: [...terminalQueries.all, 'list'],
      queryFn: async ({ signal }): Promise<readonly TerminalView[]> => (await call('listTerminals', {}, { signal })).items,
      staleTime: Infinity,
    }),
};

function patch(cache: QueryClient, change: (known: readonly TerminalView[]) => readonly TerminalView[]): void {
  cache.setQueryData<readonly TerminalView[]>(terminalQueries.list().queryKey, (known) => known && change(known));
}

/** An older version never overwrites a newer one. Titles are told over the terminal's own socket, so they are kept. */
export function applyTerminal(cache: QueryClient, terminal: TerminalView): void {
  patch(cache, (known) => {
    const before = known.find((one) => one.id === terminal.id);
    if (before === undefined) return [...known, terminal];
    return before.version > terminal.version ? known : known.map((one) => (one === before ? terminal : one));
  });
}

/** The program in it calls it something else. Nobody counts versions for that. */
export function applyTitle(cache: QueryClient, id: string, title: string): void {
  patch(cache, (known) =>
    known.map((one) => {
      if (one.id !== id) return one;
      const { title: _, ...rest } = one;
      return title === '' ? rest : { ...rest, title };
    }),
  );
}

export function removeTerminal(cache: QueryClient, id: string): void {
  patch(cache, (known) => known.filter((one) => one.id !== id));
}

export function bindTerminals(cache: QueryClient, stream: EventStream): () => void {
  const ends = [
    stream.onEvent('terminal_changed', ({ payload }) => applyTerminal(cache, payload.terminal)),
    stream.onEvent('terminal_removed', ({ payload }) => removeTerminal(cache, payload.id)),
    stream.onGap(() => void cache.invalidateQueries({ queryKey: terminalQueries.all })),
  ];
  return () => {
    for (const end of ends) end();
  };
}

export function placeKey(place: TerminalPlace): string {
  return 'taskId' in place ? `task.${place.taskId}` : `project.${place.projectId}`;
}

function placeOf({ taskId, repositoryGroupId }: TerminalView): TerminalPlace {
  return taskId === undefined ? { projectId: repositoryGroupId } : { taskId };
}

const none: readonly TerminalView[] = [];

/** The terminals of one place, oldest first: a person's own, or those in which agents work. */
export function useTerminals(place: TerminalPlace, whose: 'person' | 'agent' = 'person') {
  const query = useQuery(terminalQueries.list());
  const key = placeKey(place);
  const terminals = useMemo(() => (query.data ?? none).filter((one) => placeKey(placeOf(one)) === key && (one.sessionId === undefined) === (whose === 'person')), [query.data, key, whose]);
  return { terminals, isPending: query.isPending, error: query.error, refetch: query.refetch };
}

/** How many run there. */
export function useRunningTerminals(place: TerminalPlace): number {
  return useTerminals(place).terminals.filter((one) => one.state === 'running').length;
}

export interface NewTerminal {
  readonly place: TerminalPlace;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  readonly name?: string | undefined;
}

function onError(error: unknown): void {
  const { title, why } = describeError(error);
  toast({ state: 'failed', title, detail: why });
}

export function isConflict(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'conflict';
}

export function useTerminalActions() {
  const cache = useQueryClient();
  const create = useMutation({
    mutationFn: async ({ place, ...rest }: NewTerminal) => (await call('createTerminal', { ...('taskId' in place ? { taskId: place.taskId } : { repositoryGroupId: place.projectId }), ...rest })).terminal,
    onSuccess: (terminal) => applyTerminal(cache, terminal),
    onError,
  });
  const rename = useMutation({
    mutationFn: async ({ id, name }: { id: string; name: string }) => (await call('renameTerminal', { id, name })).terminal,
    onSuccess: (terminal) => applyTerminal(cache, terminal),
    onError,
  });
  const close = useMutation({
    mutationFn: async ({ id, unlessBusy }: { id: string; unlessBusy?: boolean }) => call('closeTerminal', { id, ...(unlessBusy === true && { unlessBusy }) }),
    onSuccess: (_, { id }) => removeTerminal(cache, id),
    onError: (error, { unlessBusy }) => {
      if (unlessBusy !== true || !isConflict(error)) onError(error); // else the person is asked
    },
  });
  return { create, rename, close };
}
