import { describe, expect, it } from 'vitest';
import { pairLines, wordMarks, type Range } from './words';

const shown = (text: string, ranges: readonly Range[]) => ranges.map(([from, to]) => text.slice(from, to));
const marked = (removed: string, added: string) => {
  const marks = wordMarks(removed, added);
  return { removed: shown(removed, marks.removed), added: shown(added, marks.added) };
};

describe('word marks', () => {
  it('show only what changed in a line', () => {
    expect(marked('  const event = parse(request);', '  const event = verify(request);')).toEqual({ removed: ['parse'], added: ['verify'] });
  });

  it('join words that only blanks keep apart', () => {
    expect(marked('return reply.code(204);', 'return reply.code(first ? 204 : 200);')).toEqual({ removed: [], added: ['first ?', ': 200'] });
  });

  it('are left out where nearly all changed, and for lines too long to read', () => {
    expect(marked('alpha beta gamma', 'one two three four')).toEqual({ removed: [], added: [] });
    expect(marked('a'.repeat(3_000), 'a'.repeat(3_001))).toEqual({ removed: [], added: [] });
  });

  it('do not mark blanks alone', () => {
    expect(marked('if (a) return b;', '    if (a) return b;')).toEqual({ removed: [], added: [] });
  });

  it('know letters beyond ASCII', () => {
    expect(marked('grüße an alle', 'grüße an niemand')).toEqual({ removed: ['alle'], added: ['niemand'] });
  });
});

describe('lines', () => {
  it('of blocks of different length meet where they are likest', () => {
    const removed = [') {', '  const event = parse(request);', '  await applyPayment(event);', '  return reply.code(204).send();'];
    const added = ['): Promise<void> {', '  const event = verify(request);', '  const first = await inTx(async tx => {', '    return true;', '  });', '  return reply.code(first ? 204 : 200);'];
    expect(pairLines(removed, added)).toEqual([[0, 0], [1, 1], [3, 5]]);
  });

  it('of blocks of the same length are paired in order, and huge blocks too', () => {
    expect(pairLines(['a', 'b'], ['x', 'y'])).toEqual([[0, 0], [1, 1]]);
    expect(pairLines(Array.from({ length: 1_000 }, () => 'a'), Array.from({ length: 900 }, () => 'a'))).toHaveLength(900);
  });
});
