/** A letter that was pressed, whatever the layout: what it says where it is Latin, else what stands at its place. */
function letterOf(event: KeyboardEvent): string {
  const said = event.key.toLowerCase();
  if (/^[a-z]$/.test(said)) return said;
  return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : '';
}

/** What a key of the terminal means to us. Everything else belongs to the program in it. */
export type ScreenKey = 'copy' | 'paste' | 'find' | 'leave' | 'none' | 'browser';

export interface KeySituation {
  readonly isMac: boolean;
  readonly hasSelection: boolean;
  /** A full-screen program has keys of its own. */
  readonly isFullScreen: boolean;
}

/**
 * Ctrl with Shift and a letter reaches no program, a terminal cannot tell it from Ctrl with the letter alone; so our keys are
 * among those. Ctrl+C copies while something is selected, Ctrl+F searches unless a full-screen program wants it.
 */
export function keyOf(event: KeyboardEvent, { isMac, hasSelection, isFullScreen }: KeySituation): ScreenKey {
  const letter = letterOf(event);
  if (event.altKey || letter === '') return 'none';
  if (isMac && event.metaKey && !event.ctrlKey) {
    if (letter === 'f') return 'find';
    return 'browser';
  }
  if (!event.ctrlKey || event.metaKey) return 'none';
  if (event.shiftKey) {
    if (letter === 'c') return 'copy';
    if (letter === 'v') return 'paste';
    if (letter === 'f') return 'find';
    if (letter === 'l') return 'leave';
    return 'none';
  }
  if (letter === 'c' && hasSelection && !isMac) return 'copy';
  return letter === 'f' && !isFullScreen && !isMac ? 'find' : 'none';
}

/** The keys that a soft keyboard lacks. */
export type ExtraKey = 'Escape' | 'Tab' | 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End' | 'PageUp' | 'PageDown';

const arrows: Readonly<Partial<Record<ExtraKey, string>>> = { ArrowUp: 'A', ArrowDown: 'B', ArrowRight: 'C', ArrowLeft: 'D', Home: 'H', End: 'F' };

/** What a key sends; `application` is the mode of the cursor keys that full-screen programs choose. */
export function sequenceOf(key: ExtraKey, application: boolean): string {
  if (key === 'Escape') return '\x1b';
  if (key === 'Tab') return '\t';
  if (key === 'PageUp') return '\x1b[5~';
  if (key === 'PageDown') return '\x1b[6~';
  return `\x1b${application ? 'O' : '['}${arrows[key] ?? ''}`;
}

/** A typed character with Ctrl held down; undefined where there is no such key. */
export function withControl(character: string): string | undefined {
  if (character.length !== 1) return undefined;
  if (character === ' ') return '\0';
  if (character === '?') return '\x7f';
  const code = character.toUpperCase().charCodeAt(0);
  return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code & 0x1f) : undefined;
}
