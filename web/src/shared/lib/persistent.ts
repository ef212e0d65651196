import { useCallback, useState, useSyncExternalStore } from 'react';

/**
 * State that survives closing, reloading and being offline: drafts, sizes, last choices.
 * Kept in localStorage under `homeport.<key>`; other tabs and components with the same key follow.
 */
export function usePersistentState<T>(key: string, initial: T): readonly [T, (next: T | ((known: T) => T)) => void] {
  const name = `homeport.${key}`;
  const [fallback] = useState(initial);
  const raw = useSyncExternalStore(subscribe, () => readRaw(name));
  const [parsed, setParsed] = useState<{ raw: string | null; value: T }>(() => ({ raw, value: parse(raw, initial) }));
  let value = parsed.value;
  if (parsed.raw !== raw) {
    value = parse(raw, fallback);
    setParsed({ raw, value });
  }

  const set = useCallback(
    (next: T | ((known: T) => T)) => {
      const known = parse(readRaw(name), fallback);
      const made = isUpdater(next) ? next(known) : next;
      writeRaw(name, JSON.stringify(made));
    },
    [name, fallback],
  );
  return [value, set];
}

/** Keeps a value for a component that is not there yet. */
export function keepPersistent<T>(key: string, value: T): void {
  writeRaw(`homeport.${key}`, JSON.stringify(value));
}

/** Removes what a finished piece of work kept, for example a sent draft. */
export function forgetPersistent(key: string): void {
  writeRaw(`homeport.${key}`, null);
}

function isUpdater<T>(next: T | ((known: T) => T)): next is (known: T) => T {
  return typeof next === 'function';
}

const listeners = new Set<() => void>();
/** Holds the values when storage is closed to us or full, so that typed text survives at least the page. */
const memory = new Map<string, string | null>();

function readRaw(name: string): string | null {
  const held = memory.get(name);
  if (held !== undefined) return held;
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function writeRaw(name: string, raw: string | null): void {
  try {
    if (raw === null) localStorage.removeItem(name);
    else localStorage.setItem(name, raw);
    memory.delete(name);
  } catch {
    memory.set(name, raw);
  }
  for (const listener of listeners) listener();
}

function parse<T>(raw: string | null, otherwise: T): T {
  if (raw === null) return otherwise;
  try {
    const value: T = JSON.parse(raw);
    return typeof value === typeof otherwise ? value : otherwise;
  } catch {
    return otherwise;
  }
}

function subscribe(listener: () => void): () => void {
  const fromOtherTab = (event: StorageEvent) => {
    if (event.key?.startsWith('homeport.')) listener();
  };
  listeners.add(listener);
  addEventListener('storage', fromOtherTab);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', fromOtherTab);
  };
}
