import { expect, test } from 'vitest';
import { scrollByTouch } from './touch';

function touch(element: HTMLElement, type: string, ...places: number[]): Event {
  const event = Object.assign(new Event(type, { cancelable: true }), { touches: places.map((clientY) => ({ clientY })) });
  element.dispatchEvent(event);
  return event;
}

test('a finger scrolls by whole lines, and what is left over counts for the next', () => {
  const element = document.createElement('div');
  const scrolled: number[] = [];
  const stop = scrollByTouch(element, () => 10, (lines) => scrolled.push(lines));
  touch(element, 'touchstart', 100);
  expect(touch(element, 'touchmove', 94).defaultPrevented).toBe(true);
  expect(scrolled).toEqual([]);
  touch(element, 'touchmove', 75);
  touch(element, 'touchmove', 70);
  touch(element, 'touchmove', 112);
  expect(scrolled).toEqual([2, 1, -4]);
  stop();
  touch(element, 'touchmove', 0);
  expect(scrolled).toHaveLength(3);
});

test('two fingers are the browser’s', () => {
  const element = document.createElement('div');
  const scrolled: number[] = [];
  scrollByTouch(element, () => 10, (lines) => scrolled.push(lines));
  touch(element, 'touchstart', 100, 200);
  expect(touch(element, 'touchmove', 50, 250).defaultPrevented).toBe(false);
  expect(scrolled).toEqual([]);
});
