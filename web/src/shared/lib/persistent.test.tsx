import { act, renderHook } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { forgetPersistent, usePersistentState } from './persistent';

test('what was typed is there after a reload, and in every place that shows it', () => {
  const first = renderHook(() => usePersistentState('draft.x', ''));
  act(() => first.result.current[1]('Hello'));
  const second = renderHook(() => usePersistentState('draft.x', ''));
  expect(second.result.current[0]).toBe('Hello');
  act(() => second.result.current[1]((known) => `${known} again`));
  expect(first.result.current[0]).toBe('Hello again');
  act(() => forgetPersistent('draft.x'));
  expect(first.result.current[0]).toBe('');
});

test('a full or closed storage does not lose text while the page lives', () => {
  const write = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError');
  });
  const { result } = renderHook(() => usePersistentState('draft.y', ''));
  act(() => result.current[1]('Kept'));
  expect(result.current[0]).toBe('Kept');
  write.mockRestore();
});

test('what another version of the client kept in another shape is ignored', () => {
  localStorage.setItem('homeport.size', '"wide"');
  expect(renderHook(() => usePersistentState('size', 31.5)).result.current[0]).toBe(31.5);
  localStorage.setItem('homeport.size', '{broken');
  expect(renderHook(() => usePersistentState('size', 31.5)).result.current[0]).toBe(31.5);
});
