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
  // What was only put in or only taken out is marked even where it is most of the line.
  const oneSided = same > 0 && (marks.removed.length === 0 || marks.added.length === 0);
  if (!oneSided && same * 3 < Math.max(removed.trim().length, added.trim().length)) return noMarks;
  return { removed: overBlanks(removed, marks.removed), added: overBlanks(added, marks.added) };
}

/** Words of a line, each as often as it stands there. */
function bag(text: string): Map<string, number> {
  const words = new Map<string, number>();
  for (const part of text.slice(0, longest).match(word) ?? []) if (part.trim() !== '') words.set(part, (words.get(part) ?? 0) + part.length);
  return words;
}

function likeness(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let [shared, left, right] = [0, 0, 0];
  for (const [part, weight] of a) {
    left += weight;
    shared += Math.min(weight, b.get(part) ?? 0);
  }
  for (const weight of b.values()) right += weight;
  if (shared === 0) return 0;
  // A short line that stands whole in a longer one was most likely extended.
  const extended = a.size > 1 && b.size > 1 && shared === Math.min(left, right) ? alike + 0.01 : 0;
  return Math.max(extended, (2 * shared) / (left + right));
}

const alike = 0.4;
const mostCells = 40_000;

/**
 * Which removed line became which added one: pairs in order, each line in at most one. Blocks of the same length are paired
 * line by line; others so that the likest lines meet; very large ones line by line again.
 */
export function pairLines(removed: readonly string[], added: readonly string[]): readonly (readonly [removed: number, added: number])[] {
  const [rows, columns] = [removed.length, added.length];
  if (rows === columns || rows * columns > mostCells) return Array.from({ length: Math.min(rows, columns) }, (_, index) => [index, index] as const);
  const [before, after] = [removed.map(bag), added.map(bag)];
  const width = columns + 1;
  const best = new Float64Array((rows + 1) * width);
  const scores = new Float64Array((rows + 1) * width);
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      const score = likeness(before[row] ?? new Map(), after[column] ?? new Map());
      scores[row * width + column] = score;
      const taken = score >= alike ? score + (best[(row + 1) * width + column + 1] ?? 0) : 0;
      best[row * width + column] = Math.max(taken, best[(row + 1) * width + column] ?? 0, best[row * width + column + 1] ?? 0);
    }
  }
  const pairs: (readonly [number, number])[] = [];
  let [row, column] = [0, 0];
  while (row < rows && column < columns) {
    const here = best[row * width + column] ?? 0;
    const score = scores[row * width + column] ?? 0;
    if (score >= alike && here === score + (best[(row + 1) * width + column + 1] ?? 0)) {
      pairs.push([row, column]);
      row += 1;
      column += 1;
    } else if (here === (best[(row + 1) * width + column] ?? 0)) row += 1;
    else column += 1;
  }
  return pairs;
}
