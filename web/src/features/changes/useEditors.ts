import { useCallback, useMemo } from 'react';
import type { DiffSide, ReviewCommentView } from '@/api';
import { usePersistentState } from '@/shared/lib/persistent';

/** A comment that is being written. Kept in the browser, so that neither a reload nor a new difference loses a word of it. */
export interface OpenEditor {
  readonly key: string;
  readonly path: string;
  readonly side: DiffSide;
  readonly startLine: number;
  readonly endLine: number;
  readonly quote: string;
  readonly text: string;
  /** Of the comment that is changed; none for a new one. */
  readonly commentId?: string;
}

export type NewEditor = Omit<OpenEditor, 'key' | 'text'>;

const none: readonly OpenEditor[] = [];

export function useEditors(taskId: string) {
  const [editors, set] = usePersistentState(`comments.${taskId}`, none);
  const open = useCallback(
    (editor: NewEditor, text = '') => {
      const key = editor.commentId ?? `${editor.side}-${editor.startLine}-${editor.endLine}`;
      set((known) => (known.some((one) => one.key === key && one.path === editor.path) ? known : [...known, { ...editor, key, text }]));
    },
    [set],
  );
  const write = useCallback((editor: OpenEditor, text: string) => set((known) => known.map((one) => (one.key === editor.key && one.path === editor.path ? { ...one, text } : one))), [set]);
  const close = useCallback((editor: OpenEditor) => set((known) => known.filter((one) => one.key !== editor.key || one.path !== editor.path)), [set]);
  const edit = useCallback(
    (comment: ReviewCommentView) =>
      open({ path: comment.path, side: comment.side, startLine: comment.startLine, endLine: comment.endLine, quote: comment.quote ?? '', commentId: comment.id }, comment.body),
    [open],
  );
  return useMemo(() => ({ editors, open, write, close, edit }), [editors, open, write, close, edit]);
}

export type Editors = ReturnType<typeof useEditors>;
