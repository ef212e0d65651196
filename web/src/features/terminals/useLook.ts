import { usePersistentState } from '@/shared/lib/persistent';

/** How terminals look in this browser. */
export interface TerminalLook {
  readonly fontSize: number;
  /** For screen readers: what is written is also there as text, and is announced. */
  readonly isRead: boolean;
}

export const fontSizes = { least: 9, usual: 13, most: 24 } as const;
const usual: TerminalLook = { fontSize: fontSizes.usual, isRead: false };

export function useLook(): readonly [TerminalLook, (change: Partial<TerminalLook>) => void] {
  const [kept, set] = usePersistentState<TerminalLook>('terminals.look', usual);
  const fontSize = Math.min(fontSizes.most, Math.max(fontSizes.least, Math.round(kept.fontSize) || fontSizes.usual));
  return [{ fontSize, isRead: kept.isRead }, (change) => set((known) => ({ ...usual, ...known, ...change }))];
}
