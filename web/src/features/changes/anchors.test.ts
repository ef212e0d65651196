import { describe, expect, it } from 'vitest';
import { anchorOf, isOutdated, linesOf, quoteOf } from './anchors';
import { hunksOf } from './patch';

const lines = (...texts: string[]) => new Map(texts.map((text, index) => [index + 1, text] as const));
const comment = (startLine: number, endLine: number, quote: string) => ({ side: 'new' as const, startLine, endLine, quote });

describe('a comment', () => {
  it('stays at its lines while they say the same', () => {
    expect(anchorOf(comment(2, 3, 'b\nc'), lines('a', 'b', 'c'))).toEqual({ side: 'new', startLine: 2, endLine: 3 });
  });

  it('follows its text to the nearest place', () => {
    expect(anchorOf(comment(1, 1, 'x'), lines('new', 'new', 'x', 'y', 'x'))).toEqual({ side: 'new', startLine: 3, endLine: 3 });
  });

  it('whose text is gone is outdated; one whose lines are folded away is not', () => {
    expect(anchorOf(comment(1, 1, 'x'), lines('y'))).toBeUndefined();
    expect(isOutdated(comment(1, 1, 'x'), lines('y'))).toBe(true);
    expect(isOutdated(comment(9, 9, 'x'), lines('y'))).toBe(false);
  });

  it('quotes the side it stands on', () => {
    const hunks = hunksOf('a\nb\n', 'a\nB\n') ?? [];
    expect(quoteOf(linesOf(hunks, 'old'), 1, 2)).toBe('a\nb');
    expect(quoteOf(linesOf(hunks, 'new'), 1, 2)).toBe('a\nB');
  });
});
