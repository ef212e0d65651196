import { expect, test } from 'vitest';
import { keepAlive, neighbourOf, shownOf } from './selection';

const three = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

test('the chosen one is shown, else the last', () => {
  expect(shownOf(three, 'b')?.id).toBe('b');
  expect(shownOf(three, 'gone')?.id).toBe('c');
  expect(shownOf([], 'a')).toBeUndefined();
});

test('after one is closed its right neighbour is shown, or its left at the end', () => {
  expect(neighbourOf(three, 'b')?.id).toBe('c');
  expect(neighbourOf(three, 'c')?.id).toBe('b');
  expect(neighbourOf([{ id: 'a' }], 'a')).toBeUndefined();
  expect(neighbourOf(three, 'gone')).toBeUndefined();
});

test('the last few that were looked at stay alive, closed ones do not', () => {
  const all = ['a', 'b', 'c', 'd', 'e'];
  let alive: readonly string[] = [];
  for (const id of all) alive = keepAlive(alive, id, all);
  expect(alive).toEqual(['e', 'd', 'c', 'b']);
  expect(keepAlive(alive, 'd', ['b', 'd'])).toEqual(['d', 'b']);
  const same = keepAlive(alive, 'e', all);
  expect(same, 'no other list where nothing is other').toBe(alive);
});
