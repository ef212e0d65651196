import { structuredPatch } from 'diff';
import type { DiffHunk, DiffLine } from '@/api';

export interface PatchFile {
  readonly path: string;
  readonly hunks: readonly DiffHunk[];
}

function hunkOf(head: { oldStart: number; oldLines: number; newStart: number; newLines: number; section?: string | undefined }, raw: readonly string[]): DiffHunk {
  const lines: DiffLine[] = [];
  let [oldLine, newLine] = [head.oldStart, head.newStart];
  for (const text of raw) {
    const sign = text[0];
    if (sign === '\\') {
      const last = lines.pop();
      if (last !== undefined) lines.push({ ...last, noNewline: true });
    } else if (sign === '+') lines.push({ kind: 'added', text: text.slice(1), newLine: newLine++, noNewline: false });
    else if (sign === '-') lines.push({ kind: 'removed', text: text.slice(1), oldLine: oldLine++, noNewline: false });
    else lines.push({ kind: 'context', text: text.slice(1), oldLine: oldLine++, newLine: newLine++, noNewline: false });
  }
  const { section, ...numbers } = head;
  return { ...numbers, lines, ...(section === undefined || section === '' ? {} : { section }) };
}

/** The difference of two texts, as an edit of an agent tells it. Undefined when it would take too long to work out. */
export function hunksOf(oldText: string, newText: string): readonly DiffHunk[] | undefined {
  const patch = structuredPatch('a', 'b', oldText, newText, '', '', { context: 3, maxEditLength: 4_000 });
  return patch?.hunks.map((hunk) => hunkOf({ oldStart: hunk.oldStart, oldLines: hunk.oldLines, newStart: hunk.newStart, newLines: hunk.newLines }, hunk.lines));
}

const head = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/;

/** Reads a unified diff of one or more files. Text before the first hunk names the files and is otherwise left out. */
export function parsePatch(text: string): readonly PatchFile[] {
  const files: { path: string; hunks: DiffHunk[] }[] = [];
  let path = '';
  let open: { head: Parameters<typeof hunkOf>[0]; raw: string[]; left: [old: number, fresh: number] } | undefined;
  const close = () => {
    if (open !== undefined) files.at(-1)?.hunks.push(hunkOf(open.head, open.raw));
    open = undefined;
  };
  for (const line of text.split('\n')) {
    if (open !== undefined && (open.left[0] > 0 || open.left[1] > 0 || line.startsWith('\\'))) {
      open.raw.push(line);
      if (line[0] !== '+' && line[0] !== '\\') open.left[0] -= 1;
      if (line[0] !== '-' && line[0] !== '\\') open.left[1] -= 1;
      continue;
    }
    close();
    const match = head.exec(line);
    if (match !== null) {
      const [, oldStart = '1', oldLines = '1', newStart = '1', newLines = '1', section] = match;
      if (files.at(-1)?.path !== path || files.length === 0) files.push({ path, hunks: [] });
      const numbers = { oldStart: Number(oldStart), oldLines: Number(oldLines), newStart: Number(newStart), newLines: Number(newLines), section };
      open = { head: numbers, raw: [], left: [numbers.oldLines, numbers.newLines] };
    } else if (line.startsWith('+++ ') && line !== '+++ /dev/null') path = line.slice(4).replace(/^b\//, '').replace(/\t.*$/, '');
    else if (line.startsWith('--- ') && line !== '--- /dev/null') path = line.slice(4).replace(/^a\//, '').replace(/\t.*$/, '');
  }
  close();
  return files;
}

export function countLines(hunks: readonly DiffHunk[]): { added: number; removed: number } {
  let [added, removed] = [0, 0];
  for (const { lines } of hunks) {
    for (const line of lines) {
      if (line.kind === 'added') added += 1;
      else if (line.kind === 'removed') removed += 1;
    }
  }
  return { added, removed };
}
