import { createContext, useContext } from 'react';

/** What the items of one timeline share. */
export interface ItemContext {
  readonly agent: string;
  readonly worktree: string | undefined;
  /** The turn that runs now; what is unfinished in any other one was stopped. */
  readonly liveTurn: string | undefined;
  /** Which cards a person opened or shut; survives their leaving the screen. */
  readonly opened: Map<string, boolean>;
}

export const ItemsContext = createContext<ItemContext>({ agent: '', worktree: undefined, liveTurn: undefined, opened: new Map() });

export const useItems = () => useContext(ItemsContext);
