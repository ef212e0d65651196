import { useCallback } from 'react';
import type { PromptAttachment } from '@/api';
import { usePersistentState } from '@/shared/lib/persistent';

/** What is written to an agent but not sent. Kept in the browser per task, also while not connected. */
export interface Draft {
  readonly text: string;
  readonly attachments: readonly PromptAttachment[];
  /** Goes with every try to send this text, so that a repeated one is one prompt. Made anew when the text changes. */
  readonly key: string;
}

export const emptyDraft: Draft = { text: '', attachments: [], key: '' };

export function isEmpty(draft: Draft): boolean {
  return draft.text.trim() === '' && draft.attachments.length === 0;
}

/** A changed text is another prompt; the same text tried again is not. */
export function changed(draft: Draft, change: Partial<Pick<Draft, 'text' | 'attachments'>>, newKey: () => string): Draft {
  return { ...draft, ...change, key: newKey() };
}

export function draftKey(taskId: string): string {
  return `draft.${taskId}`;
}

export function useDraft(taskId: string) {
  const [draft, set] = usePersistentState(draftKey(taskId), emptyDraft);
  const change = useCallback((next: Partial<Pick<Draft, 'text' | 'attachments'>>) => set((known) => changed(known, next, () => crypto.randomUUID())), [set]);
  /** Empties it, unless more was written while it was sent. */
  const sent = useCallback((key: string) => set((known) => (known.key === key ? emptyDraft : known)), [set]);
  return { draft, change, sent };
}
