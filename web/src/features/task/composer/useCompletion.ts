import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call, type AgentCommandView, type UnitTaskView } from '@/api';
import { commandQuery, complete, fitting } from './commands';
import { completeFile, fileQuery } from './files';

/** One thing to choose over the composer: a slash command of the agent, or a file of the worktree. */
export interface Completion {
  readonly key: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly about?: string | undefined;
}

export interface Completions {
  readonly kind: 'commands' | 'files';
  readonly items: readonly Completion[];
  readonly apply: (item: Completion) => { text: string; cursor: number };
}

const none: readonly Completion[] = [];

/** What can be chosen for what stands before the cursor. Files are looked up by the host, a bounded list for each word. */
export function useCompletion(task: UnitTaskView, commands: readonly AgentCommandView[], text: string, cursor: number, dismissed: boolean): Completions {
  const word = dismissed ? undefined : commandQuery(text, cursor);
  const path = dismissed || word !== undefined || task.worktreePath === undefined ? undefined : fileQuery(text, cursor);
  const found = useQuery({
    queryKey: ['task-files', task.id, path],
    queryFn: ({ signal }) => call('searchTaskFiles', { taskId: task.id, query: path ?? '' }, { signal }),
    enabled: path !== undefined,
    staleTime: 10_000,
    placeholderData: keepPreviousData,
  });
  if (word !== undefined) {
    return {
      kind: 'commands',
      items: fitting(commands, word).map(({ name, hint, description }) => ({ key: name, label: `/${name}`, hint, about: description })),
      apply: ({ key }) => ({ text: complete(text, cursor, { name: key }), cursor: key.length + 2 }),
    };
  }
  return {
    kind: 'files',
    items: path === undefined ? none : (found.data?.items ?? []).map((file) => ({ key: file.path, label: file.path.split('/').at(-1) ?? file.path, about: file.path })),
    apply: ({ key }) => completeFile(text, cursor, key),
  };
}
