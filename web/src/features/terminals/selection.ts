import { keepPersistent, usePersistentState } from '@/shared/lib/persistent';
import { placeKey, type TerminalPlace } from './queries';

const key = (place: TerminalPlace) => `terminals.selected.${placeKey(place)}`;

/** The terminal that is seen at a place; remembered. */
export function useSelected(place: TerminalPlace): readonly [string, (id: string) => void] {
  return usePersistentState(key(place), '');
}

/** For the screen that will be opened. */
export function select(place: TerminalPlace, id: string): void {
  keepPersistent(key(place), id);
}

/** What is shown: the one that was chosen, else the last. After closing one, that is its neighbour. */
export function shownOf<T extends { readonly id: string }>(terminals: readonly T[], selected: string): T | undefined {
  return terminals.find((one) => one.id === selected) ?? terminals.at(-1);
}

/** Whose turn it is when this one goes: the one to the right, else to the left. */
export function neighbourOf<T extends { readonly id: string }>(terminals: readonly T[], id: string): T | undefined {
  const index = terminals.findIndex((one) => one.id === id);
  return index === -1 ? undefined : (terminals[index + 1] ?? terminals[index - 1]);
}

/** Those whose screens stay alive, so that going back is at once: the last few that were looked at, the newest first. */
export function keepAlive(alive: readonly string[], shown: string | undefined, existing: readonly string[], most = 4): readonly string[] {
  const wanted = shown === undefined ? alive : [shown, ...alive.filter((id) => id !== shown)];
  const kept = wanted.filter((id) => existing.includes(id)).slice(0, most);
  return kept.length === alive.length && kept.every((id, index) => id === alive[index]) ? alive : kept;
}
