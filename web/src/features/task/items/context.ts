import { createContext, useContext } from 'react';
import type { TurnView } from '@/api';

/** What the items of one timeline share. */
export interface ItemContext {
  readonly taskId: string;
  readonly agent: string;
  readonly worktree: string | undefined;
  /** The turn that runs now; what is unfinished in any other one was stopped. */
  readonly liveTurn: string | undefined;
  /** An agent is at work, or is about to be. */
  readonly busy: boolean;
  /** All turns of the task by their ids. */
  readonly turns: ReadonlyMap<string, TurnView>;
  /** The rewind that can be taken back now. */
  readonly undoable: string | undefined;
  /** It goes on with a session from outside, so that something was said before its first message. */
  readonly imported?: boolean;
  /** Which cards a person opened or shut; survives their leaving the screen. */
  readonly opened: Map<string, boolean>;
}

export const ItemsContext = createContext<ItemContext>({ taskId: '', agent: '', worktree: undefined, liveTurn: undefined, busy: false, turns: new Map(), undoable: undefined, opened: new Map() });

export const useItems = () => useContext(ItemsContext);
