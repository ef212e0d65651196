import { diffArrays } from 'diff';

/** A part of a line: from, to, in UTF-16 units. */
export type Range = readonly [from: number, to: number];

export interface WordMarks {
  readonly removed: readonly Range[];
  readonly added: readonly Range[];
}

const word = /[\p{L}\p{N}_$]+|\s+|[^\p{L}\p{N}_$\s]/gu;
const longest = 2_000;
const noMarks: WordMarks = { removed: [], added: [] };

function push(ranges: Range[], from: number, to: number): void {
  const last = ranges.at(-1);
  if (last !== undefined && last[1] === from) ranges[ranges.length - 1] = [last[0], to];
  else ranges.push([from, to]);
}

/** Joins marks that only blanks keep apart, so that a changed phrase is one mark. */
function overBlanks(text: string, ranges: readonly Range[]): Range[] {
  const joined: Range[] = [];
  for (const [from, to] of ranges) {
    const last = joined.at(-1);
    if (last !== undefined && text.slice(last[1], from).trim() === '') joined[joined.length - 1] = [last[0], to];
    else joined.push([from, to]);
  }
  return joined.flatMap(([from, to]) => {
    const part = text.slice(from, to);
    return part.trim() === '' ? [] : [[from + part.length - part.trimStart().length, to - part.length + part.trimEnd().length] as const];
  });
}

/** What changed inside a line. Lines with little in common get no marks: then all of it changed. */
export function wordMarks(removed: string, added: string): WordMarks {
  if (removed.length > longest || added.length > longest || removed === added) return noMarks;
  const parts = diffArrays(removed.match(word) ?? [], added.match(word) ?? [], { maxEditLength: 200 });
  if (parts === undefined) return noMarks;
  const marks = { removed: [] as Range[], added: [] as Range[] };
  let [before, after, same] = [0, 0, 0];
  for (const part of parts) {
    const text = part.value.join('');
    const { length } = text;
    if (part.added) {
      push(marks.added, after, after + length);
      after += length;
    } else if (part.removed) {
      push(marks.removed, before, before + length);
      before += length;
    } else {
      same += text.trim().length;
      before += length;
      after += length;
    }
  }
  if (same * 3 < Math.max(removed.trim().length, added.trim().length)) return noMarks;
  return { removed: overBlanks(removed, marks.removed), added: overBlanks(added, marks.added) };
}
