import { expect, it } from 'vitest';
import { completeFile, fileQuery } from './files';

it('a file is being named after an @ that begins a word', () => {
  expect(fileQuery('look at @src/a', 14)).toBe('src/a');
  expect(fileQuery('@', 1)).toBe('');
  expect(fileQuery('me@example', 10)).toBeUndefined();
  expect(fileQuery('@a b', 4)).toBeUndefined();
  expect(fileQuery('@a b', 2)).toBe('a');
});

it('its path takes the place of what was typed, and the cursor stands behind it', () => {
  expect(completeFile('see @ap now', 7, 'src/app.ts')).toEqual({ text: 'see @src/app.ts now', cursor: 16 });
  expect(completeFile('@', 1, 'a.md')).toEqual({ text: '@a.md ', cursor: 6 });
});
