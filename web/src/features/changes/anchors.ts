import type { DiffHunk, DiffSide, ReviewCommentView } from '@/api';

export interface Anchor {
  readonly side: DiffSide;
  readonly startLine: number;
  readonly endLine: number;
}

type Placed = Pick<ReviewCommentView, 'side' | 'startLine' | 'endLine' | 'quote'>;

/** The lines of one side that the hunks show, by their number. */
export function linesOf(hunks: readonly DiffHunk[], side: DiffSide): Map<number, string> {
  const lines = new Map<number, string>();
  for (const hunk of hunks) {
    for (const line of hunk.lines) {
      const number = side === 'old' ? line.oldLine : line.newLine;
      if (number !== undefined) lines.set(number, line.text);
    }
  }
  return lines;
}

/** The text of a range of lines, as it is kept with a comment. */
export function quoteOf(lines: ReadonlyMap<number, string>, startLine: number, endLine: number): string {
  const texts: string[] = [];
  for (let line = startLine; line <= endLine; line += 1) texts.push(lines.get(line) ?? '');
  return texts.join('\n');
}

/**
 * Where a comment stands now: at its lines if they still say what was commented, else where that text moved to, the nearest
 * place first. Undefined when it is not to be seen: the text changed, or its lines are folded away.
 */
export function anchorOf(comment: Placed, lines: ReadonlyMap<number, string>): Anchor | undefined {
  const { side, startLine, endLine, quote } = comment;
  const here = { side, startLine, endLine };
  if (quote === undefined || quote === '') return lines.has(endLine) ? here : undefined;
  const length = endLine - startLine;
  const says = (start: number) => lines.has(start) && quoteOf(lines, start, start + length) === quote;
  if (says(startLine)) return here;
  let best: number | undefined;
  for (const start of lines.keys()) {
    if ((best === undefined || Math.abs(start - startLine) < Math.abs(best - startLine)) && says(start)) best = start;
  }
  return best === undefined ? undefined : { side, startLine: best, endLine: best + length };
}

/** A comment that has no place any more says why: its lines are only folded away, or its text is gone. */
export function isOutdated(comment: Placed, lines: ReadonlyMap<number, string>): boolean {
  return anchorOf(comment, lines) === undefined && lines.has(comment.endLine);
}
