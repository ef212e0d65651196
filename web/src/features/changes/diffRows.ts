import type { DiffHunk, DiffLine, DiffSide } from '@/api';
import { tokenize, type Token } from '@/shared/lib/highlight';
import type { Language } from '@/shared/lib/highlight/languages';
import { pairLines, wordMarks, type Range } from './words';

export type Layout = 'split' | 'unified';

/** One side of a row: a line with its colours and marks. */
export interface Cell {
  readonly side: DiffSide;
  readonly line: number;
  readonly kind: DiffLine['kind'];
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly marks: readonly Range[];
  readonly noNewline: boolean;
}

export type DiffRow =
  | { readonly type: 'hidden'; readonly from: number; readonly to: number | undefined; readonly section: string | undefined }
  /** In the unified layout a context line is the new side's cell, with the old line's number beside it. */
  | { readonly type: 'line'; readonly old: Cell | undefined; readonly new: Cell | undefined };

/** Rows of a file's hunks, without comments. `from` and `to` of hidden lines count on the new side; no `to` means the rest of the file. */
export function diffRows(hunks: readonly DiffHunk[], layout: Layout, language: Language | undefined, options: { whole?: boolean } = {}): DiffRow[] {
  const rows: DiffRow[] = [];
  let next = 1;
  for (const hunk of hunks) {
    if (hunk.newStart > next) rows.push({ type: 'hidden', from: next, to: hunk.newStart - 1, section: hunk.section });
    rows.push(...hunkRows(hunk, layout, language));
    next = hunk.newStart + hunk.newLines;
  }
  if (options.whole !== true && hunks.length > 0 && endsOpen(hunks.at(-1))) rows.push({ type: 'hidden', from: next, to: undefined, section: undefined });
  return rows;
}

/** Fewer than three lines of context after the last change: the file ends there. */
function endsOpen(hunk: DiffHunk | undefined): boolean {
  if (hunk === undefined) return false;
  let context = 0;
  for (let index = hunk.lines.length - 1; index >= 0 && hunk.lines[index]?.kind === 'context'; index -= 1) context += 1;
  return context >= 3 && hunk.lines.at(-1)?.noNewline !== true;
}

function colours(lines: readonly DiffLine[], without: DiffLine['kind'], language: Language | undefined): Map<DiffLine, readonly Token[]> {
  const mine = lines.filter((line) => line.kind !== without);
  const tokens = tokenize(mine.map((line) => line.text).join('\n'), language);
  return new Map(mine.map((line, index) => [line, tokens[index] ?? []]));
}

function hunkRows(hunk: DiffHunk, layout: Layout, language: Language | undefined): DiffRow[] {
  const old = colours(hunk.lines, 'added', language);
  const fresh = colours(hunk.lines, 'removed', language);
  const cell = (line: DiffLine, side: DiffSide, marks: readonly Range[] = []): Cell => ({
    side, kind: line.kind, text: line.text, marks,
    line: (side === 'old' ? line.oldLine : line.newLine) ?? 0,
    tokens: (side === 'old' ? old : fresh).get(line) ?? [],
    noNewline: line.noNewline ?? false,
  });
  const rows: DiffRow[] = [];
  for (const { context, removed, added } of blocks(hunk.lines)) {
    if (context !== undefined) {
      rows.push({ type: 'line', old: cell(context, 'old'), new: cell(context, 'new') });
      continue;
    }
    const pairs = pairLines(removed.map((line) => line.text), added.map((line) => line.text));
    const marks = new Map(pairs.map(([from, to]) => [from, { to, ...wordMarks(removed[from]?.text ?? '', added[to]?.text ?? '') }]));
    const marksOfAdded = new Map([...marks.values()].map((mark) => [mark.to, mark.added]));
    const gone = removed.map((line, index) => cell(line, 'old', marks.get(index)?.removed));
    const come = added.map((line, index) => cell(line, 'new', marksOfAdded.get(index)));
    if (layout === 'unified') rows.push(...gone.map((one) => lineRow(one, undefined)), ...come.map((one) => lineRow(undefined, one)));
    else rows.push(...sideBySide(gone, come, pairs));
  }
  return rows;
}

function lineRow(old: Cell | undefined, fresh: Cell | undefined): DiffRow {
  return { type: 'line', old, new: fresh };
}

/** Pairs beside each other, what has no counterpart alone. */
function sideBySide(gone: readonly Cell[], come: readonly Cell[], pairs: readonly (readonly [number, number])[]): DiffRow[] {
  const rows: DiffRow[] = [];
  let [left, right] = [0, 0];
  for (const [from, to] of [...pairs, [gone.length, come.length] as const]) {
    for (const one of gone.slice(left, from)) rows.push(lineRow(one, undefined));
    for (const one of come.slice(right, to)) rows.push(lineRow(undefined, one));
    if (from < gone.length) rows.push(lineRow(gone[from], come[to]));
    [left, right] = [from + 1, to + 1];
  }
  return rows;
}

interface Block {
  readonly context?: DiffLine;
  readonly removed: readonly DiffLine[];
  readonly added: readonly DiffLine[];
}

/** Context lines one by one; what was removed and added between them together. */
function blocks(lines: readonly DiffLine[]): Block[] {
  const found: Block[] = [];
  let removed: DiffLine[] = [];
  let added: DiffLine[] = [];
  const flush = () => {
    if (removed.length + added.length > 0) found.push({ removed, added });
    removed = [];
    added = [];
  };
  for (const line of lines) {
    if (line.kind === 'context') {
      flush();
      found.push({ context: line, removed: [], added: [] });
    } else if (line.kind === 'removed') {
      if (added.length > 0) flush();
      removed.push(line);
    } else added.push(line);
  }
  flush();
  return found;
}
