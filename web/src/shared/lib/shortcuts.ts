import { useEffect, useRef, useSyncExternalStore } from 'react';

/**
 * Keyboard shortcuts. A combination is written with the physical key, so it works on every layout:
 * `KeyC`, `Shift+Slash`, `Mod+Enter` (Mod = Ctrl, or Command on a Mac), or two keys in a row: `KeyG KeyB`.
 * Shortcuts without Mod are dead in text fields, in dialogs of others, and when the person switched single letters off.
 */
export interface Shortcut {
  readonly keys: string;
  /** What it does, for the list that `?` opens. */
  readonly label: string;
  readonly group: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Also inside text fields; only sensible with Mod. */
  readonly inFields?: boolean;
  readonly enabled?: boolean;
}

interface Registered {
  current: Shortcut;
}

const registered = new Set<Registered>();
const listeners = new Set<() => void>();
let snapshot: readonly Shortcut[] = [];
let pending: { code: string; at: number } | undefined;
const sequenceWindow = 1200;

function changed(): void {
  snapshot = [...registered].map((entry) => entry.current);
  for (const listener of listeners) listener();
}

export function useShortcut(shortcut: Shortcut): void {
  const held = useRef<Registered>({ current: shortcut });
  useEffect(() => {
    const entry = held.current;
    const before = entry.current;
    entry.current = shortcut;
    const listed = before.keys === shortcut.keys && before.label === shortcut.label && before.group === shortcut.group;
    if (!listed && registered.has(entry)) changed();
  });
  useEffect(() => {
    const entry = held.current;
    registered.add(entry);
    changed();
    return () => {
      registered.delete(entry);
      changed();
    };
  }, []);
}

/** Everything that can be pressed now. */
export function useShortcutList(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)))
  );
}

function pressed(event: KeyboardEvent): string {
  const mod = isMac ? event.metaKey : event.ctrlKey;
  return `${mod ? 'Mod+' : ''}${event.altKey ? 'Alt+' : ''}${event.shiftKey ? 'Shift+' : ''}${event.code}`;
}

/** A dialog owns the keyboard: only shortcuts registered while it is open and marked `inFields` reach through. */
function dialogIsOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null;
}

export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const combination = pressed(event);
  const first = pending !== undefined && event.timeStamp - pending.at < sequenceWindow ? pending.code : undefined;
  pending = undefined;
  const inField = isField(event.target);
  const blocked = inField || dialogIsOpen();
  const candidates = [...registered].map((entry) => entry.current).filter((one) => (one.enabled ?? true) && (!blocked || one.inFields === true));
  const sequence = first === undefined ? undefined : `${first} ${combination}`;
  // The last registered wins: what was opened on top of a screen is nearer to the person.
  const hit = candidates.findLast((one) => one.keys === sequence) ?? candidates.findLast((one) => one.keys === combination);
  if (hit !== undefined) {
    event.preventDefault();
    hit.run(event);
    return;
  }
  if (candidates.some((one) => one.keys.startsWith(`${combination} `))) pending = { code: combination, at: event.timeStamp };
}

/** One listener for the page; called once by the shell. */
export function useShortcutListener(): void {
  useEffect(() => {
    addEventListener('keydown', handleKey);
    return () => removeEventListener('keydown', handleKey);
  }, []);
}

const names: Readonly<Record<string, string>> = {
  Enter: '↵', Slash: '/', Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Delete: 'Del', Period: '.', Comma: ',', Backspace: '⌫',
};

/** The caps to draw: `Mod+KeyK` is Ctrl, K. `Shift+Slash` is drawn as the sign it makes. */
export function keycaps(keys: string): readonly string[] {
  if (keys === 'Shift+Slash') return ['?'];
  return keys.split(' ').flatMap((combination) =>
    combination.split('+').map((part) => {
      if (part === 'Mod') return isMac ? '⌘' : 'Ctrl';
      if (part === 'Shift') return '⇧';
      return names[part] ?? part.replace(/^(Key|Digit)/, '');
    }),
  );
}
