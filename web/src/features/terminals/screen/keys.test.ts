import { expect, test } from 'vitest';
import { keyOf, sequenceOf, withControl, type KeySituation } from './keys';

const plain: KeySituation = { isMac: false, hasSelection: false, isFullScreen: false };

function pressed(combination: string, key: string, code: string, situation: Partial<KeySituation> = {}) {
  const has = (name: string) => combination.includes(name);
  return keyOf(new KeyboardEvent('keydown', { key, code, ctrlKey: has('ctrl'), shiftKey: has('shift'), altKey: has('alt'), metaKey: has('meta') }), { ...plain, ...situation });
}

test('Ctrl+C interrupts, and copies only while something is selected', () => {
  expect(pressed('ctrl', 'c', 'KeyC')).toBe('none');
  expect(pressed('ctrl', 'c', 'KeyC', { hasSelection: true })).toBe('copy');
  expect(pressed('ctrl shift', 'C', 'KeyC')).toBe('copy');
});

test('a letter is what the layout says, or its place where the layout has no Latin letters', () => {
  expect(pressed('ctrl shift', 'С', 'KeyC'), 'Cyrillic').toBe('copy');
  expect(pressed('ctrl shift', 'C', 'KeyI'), 'Dvorak').toBe('copy');
  expect(pressed('ctrl shift', 'J', 'KeyC'), 'Dvorak').toBe('none');
});

test('Ctrl+F belongs to a full-screen program, Ctrl+Shift+F never does', () => {
  expect(pressed('ctrl', 'f', 'KeyF')).toBe('find');
  expect(pressed('ctrl', 'f', 'KeyF', { isFullScreen: true })).toBe('none');
  expect(pressed('ctrl shift', 'F', 'KeyF', { isFullScreen: true })).toBe('find');
});

test('shortcuts of the page, and keys without Ctrl, reach the program', () => {
  expect(['k', 'b', 'n', 'r'].map((letter) => pressed('ctrl', letter, `Key${letter.toUpperCase()}`))).toEqual(['none', 'none', 'none', 'none']);
  expect(pressed('', 'c', 'KeyC')).toBe('none');
  expect(pressed('ctrl alt', 'c', 'KeyC')).toBe('none');
  expect(pressed('', 'Escape', 'Escape')).toBe('none');
});

test('on a Mac Command is the browser’s, Control the program’s', () => {
  const mac = { isMac: true, hasSelection: true };
  expect(pressed('meta', 'c', 'KeyC', mac)).toBe('browser');
  expect(pressed('meta', 'f', 'KeyF', mac)).toBe('find');
  expect(pressed('ctrl', 'c', 'KeyC', mac)).toBe('none');
  expect(pressed('ctrl', 'f', 'KeyF', mac)).toBe('none');
});

test('there is one key that leaves', () => {
  expect(pressed('ctrl shift', 'L', 'KeyL')).toBe('leave');
  expect(pressed('ctrl', 'l', 'KeyL')).toBe('none');
});

test('extra keys follow the mode of the cursor keys', () => {
  expect(sequenceOf('ArrowUp', false)).toBe('\x1b[A');
  expect(sequenceOf('ArrowUp', true)).toBe('\x1bOA');
  expect(sequenceOf('Escape', true)).toBe('\x1b');
  expect(sequenceOf('PageDown', false)).toBe('\x1b[6~');
});

test('Ctrl makes a control character of what has one', () => {
  expect(['c', 'C', '[', ' ', '?'].map(withControl)).toEqual(['\x03', '\x03', '\x1b', '\0', '\x7f']);
  expect(['ä', '1', 'ab', ''].map(withControl)).toEqual([undefined, undefined, undefined, undefined]);
});
