import { describe, expect, it } from 'vitest';
import { diffRows, type DiffRow } from './diffRows';
import { countLines, hunksOf, parsePatch } from './patch';

const before = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n';
const after = 'one\n2\nthree\nfour\nfive\nsix\nseven\neight\nnine\nnine and a half\nten\n';

const cell = (one: { line: number; text: string; kind: string } | undefined) => (one === undefined ? '·' : `${one.line}${{ added: '+', removed: '-', context: ' ' }[one.kind] ?? ''}${one.text}`);

function shape(rows: readonly DiffRow[]): string[] {
  return rows.map((row) => (row.type === 'hidden' ? `… ${row.from}-${row.to ?? ''}` : `${cell(row.old)} | ${cell(row.new)}`));
}

describe('diff rows', () => {
  const hunks = hunksOf(before, after) ?? [];

  it('split puts a changed line beside what it was', () => {
    expect(shape(diffRows(hunks, 'split', undefined)).slice(0, 3)).toEqual(['1 one | 1 one', '2-two | 2+2', '3 three | 3 three']);
    expect(shape(diffRows(hunks, 'split', undefined))).toContain('· | 10+nine and a half');
  });

  it('unified puts them one under the other', () => {
    expect(shape(diffRows(hunks, 'unified', undefined)).slice(1, 3)).toEqual(['2-two | ·', '· | 2+2']);
  });

  it('tell which lines are folded away, between hunks and after the last', () => {
    const many = Array.from({ length: 60 }, (_, index) => `line ${index + 1}`);
    const changed = many.with(29, 'changed');
    const rows = shape(diffRows(hunksOf(many.join('\n'), changed.join('\n')) ?? [], 'unified', undefined));
    expect(rows[0]).toBe('… 1-26');
    expect(rows.at(-1)).toBe('… 34-');
  });

  it('of 20,000 lines are made without the cost growing by line', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => ({ kind: 'added' as const, text: `const value${index} = ${index};`, newLine: index + 1, noNewline: false }));
    const start = performance.now();
    expect(diffRows([{ oldStart: 0, oldLines: 0, newStart: 1, newLines: 20_000, lines }], 'split', undefined)).toHaveLength(20_000);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe('a patch', () => {
  const text = ['diff --git a/x.ts b/x.ts', '--- a/x.ts', '+++ b/x.ts', '@@ -1,2 +1,3 @@ function x()', ' keep', '-old', '+new', '+--- not a header', '--- a/y.ts', '+++ b/y.ts', '@@ -1 +1 @@', '-a', '\\ No newline at end of file', '+b'].join('\n');

  it('is read file by file; lines that look like headers stay lines', () => {
    const files = parsePatch(text);
    expect(files.map((file) => file.path)).toEqual(['x.ts', 'y.ts']);
    expect(files[0]?.hunks[0]).toMatchObject({ oldStart: 1, newLines: 3, section: 'function x()' });
    expect(files[0]?.hunks[0]?.lines.at(-1)).toMatchObject({ kind: 'added', text: '--- not a header', newLine: 3 });
    expect(files[1]?.hunks[0]?.lines[0]).toMatchObject({ kind: 'removed', noNewline: true });
    expect(files.map((file) => countLines(file.hunks))).toEqual([{ added: 2, removed: 1 }, { added: 1, removed: 1 }]);
  });

  it('without a single hunk has no file', () => {
    expect(parsePatch('nothing here')).toEqual([]);
  });
});
