import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ChangedFileView, FileDiffView } from '@/api';
import { changeQueries, type Scope } from './queries';
import type { Loaded } from './viewRows';

const waiting: Loaded = { state: 'waiting' };
/** Context that stands for the whole file. */
export const wholeFile = 10_000;
const usual = 3;

const signature = (file: ChangedFileView) => `${file.status} ${file.blobHash ?? ''} ${file.added} ${file.removed} ${file.oldPath ?? ''} ${file.newMode ?? ''}`;

/** Reads the differences of the files that come near the view, and anew those whose content changed. */
export function useFileDiffs(taskId: string, scope: Scope, files: readonly ChangedFileView[], ignoreWhitespace: boolean) {
  const cache = useQueryClient();
  const [wanted, setWanted] = useState<ReadonlySet<string>>(new Set());
  const [contexts, setContexts] = useState<ReadonlyMap<string, number>>(new Map());
  const known = useRef(new Map<string, string>());

  useEffect(() => {
    const next = new Map(files.map((file) => [file.path, signature(file)]));
    for (const [path, mark] of next) {
      const before = known.current.get(path);
      if (before !== undefined && before !== mark) void cache.invalidateQueries({ queryKey: changeQueries.files(taskId, scope, path) });
    }
    known.current = next;
  }, [cache, taskId, scope, files]);

  const list = files.filter((file) => wanted.has(file.path));
  const contextOf = (path: string) => contexts.get(path) ?? usual;
  const answers = useQueries({ queries: list.map((file) => changeQueries.file(taskId, scope, file.path, { context: contextOf(file.path), ignoreWhitespace })) });

  const loaded = new Map<string, Loaded>();
  list.forEach(({ path }, index) => {
    const answer = answers[index];
    const context = contextOf(path);
    // While more context is read, what was seen before stays.
    const before = answer?.data === undefined && context !== usual ? cache.getQueryData<FileDiffView>(changeQueries.file(taskId, scope, path, { context: usual, ignoreWhitespace }).queryKey) : undefined;
    const diff = answer?.data ?? before;
    if (diff !== undefined) loaded.set(path, { state: 'loaded', diff, whole: context >= wholeFile });
    else if (answer?.error !== null && answer !== undefined) loaded.set(path, { state: 'failed', error: answer.error });
  });

  return {
    of: (path: string): Loaded => loaded.get(path) ?? waiting,
    want: (paths: readonly string[]) => setWanted((before) => (paths.every((path) => before.has(path)) ? before : new Set([...before, ...paths]))),
    expand: (path: string) => setContexts((before) => new Map(before).set(path, (before.get(path) ?? usual) < 25 ? 25 : wholeFile)),
    retry: (path: string) => void cache.resetQueries({ queryKey: changeQueries.files(taskId, scope, path) }),
  };
}
