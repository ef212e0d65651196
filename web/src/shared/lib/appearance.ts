import { useSyncExternalStore } from 'react';

/** How the client looks. Kept under `homeport.appearance`; `public/appearance.js` applies the same before first paint. */
export interface Appearance {
  readonly theme: 'system' | 'light' | 'dark';
  readonly density: 'comfortable' | 'compact';
  /** `system` follows prefers-contrast. */
  readonly contrast: 'system' | 'standard' | 'more';
  readonly diff: 'red-green' | 'blue-orange';
}

const storageKey = 'homeport.appearance';
const standard: Appearance = { theme: 'system', density: 'comfortable', contrast: 'system', diff: 'red-green' };
const listeners = new Set<() => void>();

function oneOf<T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T {
  return allowed.find((candidate) => candidate === value) ?? otherwise;
}

function read(): Appearance {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return standard;
    const of = (key: string): unknown => Object.entries(kept).find(([name]) => name === key)?.[1];
    return {
      theme: oneOf(of('theme'), ['system', 'light', 'dark'], 'system'),
      density: oneOf(of('density'), ['comfortable', 'compact'], 'comfortable'),
      contrast: oneOf(of('contrast'), ['system', 'standard', 'more'], 'system'),
      diff: oneOf(of('diff'), ['red-green', 'blue-orange'], 'red-green'),
    };
  } catch {
    return standard;
  }
}

let current = read();

function apply(look: Appearance): void {
  const { dataset } = document.documentElement;
  const set = (name: string, value: string | undefined) => {
    if (value === undefined) delete dataset[name];
    else dataset[name] = value;
  };
  set('theme', look.theme === 'system' ? undefined : look.theme);
  set('density', look.density === 'compact' ? 'compact' : undefined);
  const more = look.contrast === 'more' || (look.contrast === 'system' && matchMedia('(prefers-contrast: more)').matches);
  set('contrast', more ? 'more' : undefined);
  set('diff', look.diff === 'blue-orange' ? 'blue-orange' : undefined);
}

export function setAppearance(change: Partial<Appearance>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(storageKey, JSON.stringify(current));
  } catch {
    // Storage may be closed to us; the choice then lives as long as the page.
  }
  apply(current);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useAppearance(): Appearance {
  return useSyncExternalStore(subscribe, () => current);
}

/** What is seen now, "system" resolved. */
export function isDark(): boolean {
  if (current.theme !== 'system') return current.theme === 'dark';
  return matchMedia('(prefers-color-scheme: dark)').matches;
}
