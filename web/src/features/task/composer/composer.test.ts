import { act, renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { attach, bytesOf, maximumBytes } from './attachments';
import { commandQuery, complete, fitting } from './commands';
import { useDraft } from './draft';

describe('a draft', () => {
  it('is kept per task and survives leaving the page', () => {
    const first = renderHook(() => useDraft('a'));
    act(() => first.result.current.change({ text: 'half a thought' }));
    first.unmount();
    expect(renderHook(() => useDraft('a')).result.current.draft.text).toBe('half a thought');
    expect(renderHook(() => useDraft('b')).result.current.draft.text).toBe('');
  });

  it('keeps its key while nothing changes, so that trying again is the same prompt', () => {
    const { result, rerender } = renderHook(() => useDraft('a'));
    act(() => result.current.change({ text: 'one' }));
    const { key } = result.current.draft;
    rerender();
    expect(result.current.draft.key).toBe(key);
    act(() => result.current.change({ text: 'two' }));
    expect(result.current.draft.key).not.toBe(key);
  });

  it('is emptied when sent, but not what was written meanwhile', () => {
    const { result } = renderHook(() => useDraft('a'));
    act(() => result.current.change({ text: 'one' }));
    const { key } = result.current.draft;
    act(() => result.current.change({ text: 'one and more' }));
    act(() => result.current.sent(key));
    expect(result.current.draft.text).toBe('one and more');
    act(() => result.current.sent(result.current.draft.key));
    expect(result.current.draft.text).toBe('');
  });
});

describe('commands', () => {
  const commands = [{ name: 'review' }, { name: 'init', description: 'Make a file' }, { name: 'pr-review' }];

  it('are offered only for a slash that begins the text', () => {
    expect(commandQuery('/re', 3)).toBe('re');
    expect(commandQuery('/', 1)).toBe('');
    expect(commandQuery('see /re', 7)).toBeUndefined();
    expect(commandQuery('/review the', 11)).toBeUndefined();
  });

  it('fit by their beginning first, and take the place of what was typed', () => {
    expect(fitting(commands, 're').map((command) => command.name)).toEqual(['review', 'pr-review']);
    expect(complete('/re now', 3, { name: 'review' })).toBe('/review now');
  });
});

const file = (name: string, bytes: number, type = 'image/png') => new File([new Uint8Array(bytes)], name, { type });

describe('images', () => {
  it('are taken up to 512 KiB in all; what is left out is told', async () => {
    const first = await attach([], [file('a.png', 300 * 1024), file('b.png', 300 * 1024), file('c.svg', 10, 'image/svg+xml'), file('d.png', 10)]);
    expect(first.attachments.map((one) => one.name)).toEqual(['a.png', 'd.png']);
    expect(first.refused).toEqual([{ name: 'b.png', why: 'size' }, { name: 'c.svg', why: 'type' }]);
    expect(first.attachments.map(bytesOf)).toEqual([300 * 1024, 10]);
    expect((await attach(first.attachments, [file('e.png', maximumBytes)])).refused).toHaveLength(1);
  });
});
