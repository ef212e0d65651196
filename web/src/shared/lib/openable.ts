import { useSyncExternalStore } from 'react';

/** Something of the page that any screen may open: the palette, the new-task panel, the key list. `undefined` is closed. */
export interface Openable<T> {
  readonly open: (value: T) => void;
  readonly close: () => void;
  readonly use: () => T | undefined;
}

export function createOpenable<T>(): Openable<T> {
  let value: T | undefined;
  const listeners = new Set<() => void>();
  const set = (next: T | undefined) => {
    value = next;
    for (const listener of listeners) listener();
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { open: set, close: () => set(undefined), use: () => useSyncExternalStore(subscribe, () => value) };
}
