import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { call, stream, type AddReviewCommentRequest, type DiffScope, type GetTaskDiffResponse, type ReviewCommentView, type UnitTaskView, type UpdateReviewCommentRequest } from '@/api';
import { toastError } from '@/features/tasks';

/** Which changes of a task are looked at. */
export interface Scope {
  readonly scope: DiffScope;
  /** Id of the turn, for scope `turn`. */
  readonly turn?: string | undefined;
}

export interface FileOptions {
  readonly context: number;
  readonly ignoreWhitespace: boolean;
}

const clean = ({ scope, turn }: Scope) => (scope === 'turn' && turn !== undefined ? { scope, turn } : { scope: scope === 'turn' ? 'all' : scope } as const);

/** Every cache key of this feature. */
export const changeQueries = {
  all: (taskId: string) => ['changes', taskId] as const,
  list: (taskId: string, scope: Scope) =>
    queryOptions({
      queryKey: [...changeQueries.all(taskId), 'list', clean(scope)],
      queryFn: ({ signal }) => call('getTaskDiff', { taskId, ...clean(scope) }, { signal }),
      staleTime: 0,
      placeholderData: (before) => before,
    }),
  files: (taskId: string, scope: Scope, path: string) => [...changeQueries.all(taskId), 'file', clean(scope), path] as const,
  file: (taskId: string, scope: Scope, path: string, options: FileOptions) =>
    queryOptions({
      queryKey: [...changeQueries.files(taskId, scope, path), options],
      queryFn: async ({ signal }) => (await call('getTaskFileDiff', { taskId, path, ...clean(scope), ...options }, { signal })).file,
      staleTime: Infinity,
      gcTime: 60_000,
    }),
  comments: (taskId: string) =>
    queryOptions({
      queryKey: [...changeQueries.all(taskId), 'comments'],
      queryFn: async ({ signal }): Promise<readonly ReviewCommentView[]> => (await call('listReviewComments', { taskId }, { signal })).items,
      staleTime: Infinity,
    }),
  merge: (taskId: string, targetBranch: string | undefined) =>
    queryOptions({
      queryKey: [...changeQueries.all(taskId), 'merge', targetBranch ?? ''],
      queryFn: ({ signal }) => call('previewMerge', { taskId, ...(targetBranch === undefined ? {} : { targetBranch }) }, { signal }),
      staleTime: 5_000,
      placeholderData: (before) => before,
    }),
  snapshots: (taskId: string) =>
    queryOptions({
      queryKey: [...changeQueries.all(taskId), 'snapshots'],
      queryFn: async ({ signal }) => (await call('listSnapshots', { taskId }, { signal })).items,
      staleTime: 5_000,
    }),
};

const noComments: readonly ReviewCommentView[] = [];

export function useComments(taskId: string): readonly ReviewCommentView[] {
  return useQuery(changeQueries.comments(taskId)).data ?? noComments;
}

function setComments(cache: QueryClient, taskId: string, change: (known: readonly ReviewCommentView[]) => readonly ReviewCommentView[]): void {
  cache.setQueryData<readonly ReviewCommentView[]>(changeQueries.comments(taskId).queryKey, (known) => change(known ?? []));
}

/** Puts one comment among the others; an older version never overwrites a newer one. */
export function withComment(known: readonly ReviewCommentView[], comment: ReviewCommentView): readonly ReviewCommentView[] {
  const index = known.findIndex((one) => one.id === comment.id);
  const before = known[index];
  if (before === undefined) return [...known, comment];
  return before.version > comment.version ? known : known.with(index, comment);
}

export function useCommentActions(taskId: string) {
  const cache = useQueryClient();
  const take = ({ comment }: { comment: ReviewCommentView }) => setComments(cache, taskId, (known) => withComment(known, comment));
  const add = useMutation({ mutationFn: (request: Omit<AddReviewCommentRequest, 'taskId'>) => call('addReviewComment', { taskId, ...request }), onSuccess: take, onError: toastError });
  const update = useMutation({ mutationFn: (request: Omit<UpdateReviewCommentRequest, 'taskId'>) => call('updateReviewComment', { taskId, ...request }), onSuccess: take, onError: toastError });
  const remove = useMutation({
    mutationFn: (id: string) => call('deleteReviewComment', { taskId, id }),
    onSuccess: (_, id) => setComments(cache, taskId, (known) => known.filter((one) => one.id !== id)),
    onError: toastError,
  });
  return { add, update, remove };
}

/** Marks a content as seen: at once here, then at the host; taken back if it refuses. */
export function useSetViewed(taskId: string, scope: Scope) {
  const cache = useQueryClient();
  const mark = (path: string, viewed: boolean) =>
    cache.setQueryData<GetTaskDiffResponse>(changeQueries.list(taskId, scope).queryKey, (known) => known && { ...known, files: known.files.map((file) => (file.path === path ? { ...file, viewed } : file)) });
  return useMutation({
    mutationFn: ({ path, blobHash, viewed }: { path: string; blobHash: string; viewed: boolean }) => call('setFileViewed', { taskId, path, blobHash, viewed }),
    onMutate: ({ path, viewed }) => void mark(path, viewed),
    onError: (error, { path, viewed }) => {
      mark(path, !viewed);
      toastError(error);
    },
  });
}

/** Tools after which files may differ. */
const writing = new Set(['edit', 'delete', 'move', 'execute']);

interface Timer {
  id: ReturnType<typeof setTimeout> | undefined;
}

const newTimer = (): Timer => ({ id: undefined });

const lookEvery = 10_000;

/** Keeps lists, comments and merge previews right for as long as a task is shown. */
export function useChangesStream(task: UnitTaskView, unheard = false): void {
  const cache = useQueryClient();
  const { id } = task;
  const facts = JSON.stringify([task.changes, task.headCommit, task.state, task.merge?.commit]);
  const seen = useRef(facts);
  const [timer] = useState(newTimer);
  useEffect(() => {
    if (seen.current === facts) return;
    seen.current = facts;
    refreshSoon(timer, cache, id, 150);
  }, [cache, id, facts, timer]);
  // An agent that says nothing of what it does is looked after.
  useEffect(() => {
    if (!unheard) return;
    const looking = setInterval(() => refreshSoon(timer, cache, id, 0), lookEvery);
    return () => clearInterval(looking);
  }, [cache, id, timer, unheard]);
  useEffect(() => {
    const ends = [
      stream.onEvent('comments_changed', ({ payload }) => {
        if (payload.taskId === id) cache.setQueryData<readonly ReviewCommentView[]>(changeQueries.comments(id).queryKey, payload.comments);
      }),
      stream.onEvent('tool_call', ({ taskId, payload }) => {
        if (taskId === id && payload.status === 'completed' && (payload.kind === undefined || writing.has(payload.kind))) refreshSoon(timer, cache, id, 1_200);
      }),
      stream.onGap(() => void cache.invalidateQueries({ queryKey: changeQueries.all(id) })),
    ];
    return () => {
      clearTimeout(timer.id);
      for (const end of ends) end();
    };
  }, [cache, id, timer]);
}

/** What is read from git is read anew, once for a burst of news. */
function refreshSoon(timer: Timer, cache: QueryClient, id: string, wait: number): void {
  clearTimeout(timer.id);
  timer.id = setTimeout(() => {
    for (const part of ['list', 'merge', 'snapshots']) void cache.invalidateQueries({ queryKey: [...changeQueries.all(id), part] });
  }, wait);
}
