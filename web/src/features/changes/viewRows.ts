import type { ChangedFileView, FileDiffView, ReviewCommentView } from '@/api';
import type { Language } from '@/shared/lib/highlight/languages';
import { anchorOf, isOutdated, linesOf } from './anchors';
import { diffRows, type DiffRow, type Layout } from './diffRows';
import type { OpenEditor } from './useEditors';

/** What is known of a file's difference. */
export type Loaded = { readonly state: 'waiting' } | { readonly state: 'failed'; readonly error: unknown } | { readonly state: 'loaded'; readonly diff: FileDiffView; readonly whole: boolean };

interface In {
  readonly key: string;
  readonly file: ChangedFileView;
}

/** One drawn row of the whole difference: all files under one another. */
export type ViewRow = In &
  (
    | { readonly type: 'head'; readonly folded: boolean; readonly comments: number }
    | { readonly type: 'waiting'; readonly height: number }
    | { readonly type: 'failed'; readonly error: unknown }
    | { readonly type: 'facts'; readonly diff: FileDiffView }
    | { readonly type: 'truncated' }
    | { readonly type: 'hidden'; readonly row: Extract<DiffRow, { type: 'hidden' }> }
    | { readonly type: 'line'; readonly row: Extract<DiffRow, { type: 'line' }>; readonly layout: Layout }
    | { readonly type: 'comment'; readonly comment: ReviewCommentView; readonly place: 'line' | 'outdated' | 'hidden' }
    | { readonly type: 'editor'; readonly editor: OpenEditor }
  );

export interface FileInput {
  readonly file: ChangedFileView;
  readonly loaded: Loaded;
  readonly folded: boolean;
  readonly layout: Layout;
  readonly language: Language | undefined;
  readonly comments: readonly ReviewCommentView[];
  readonly editors: readonly OpenEditor[];
}

export function estimateOf(row: ViewRow): number {
  switch (row.type) {
    case 'head': return 36;
    case 'waiting': return row.height;
    case 'comment': return 92;
    case 'editor': return 148;
    case 'line': return 20;
    case 'failed': return 120;
    default: return 28;
  }
}

function cached<T>(cache: WeakMap<FileDiffView, Map<string, T>>, diff: FileDiffView, name: string, make: () => T): T {
  const made = cache.get(diff) ?? new Map<string, T>();
  cache.set(diff, made);
  const known = made.get(name);
  if (known !== undefined) return known;
  const fresh = make();
  made.set(name, fresh);
  return fresh;
}

const rowCache = new WeakMap<FileDiffView, Map<string, DiffRow[]>>();

/** The rows of one file. */
export function fileRows({ file, loaded, folded, layout: wanted, language, comments, editors }: FileInput): readonly ViewRow[] {
  const { path } = file;
  // Beside a file that is new or gone there is nothing to show.
  const layout = hasOneSide(file) ? 'unified' : wanted;
  const rows: ViewRow[] = [{ type: 'head', key: path, file, folded, comments: comments.filter((one) => one.state !== 'resolved').length }];
  if (folded) return rows;
  if (loaded.state === 'failed') rows.push({ type: 'failed', key: `${path}:failed`, file, error: loaded.error });
  if (loaded.state === 'waiting') rows.push({ type: 'waiting', key: `${path}:waiting`, file, height: Math.min(4_000, Math.max(2, file.added + file.removed + 6) * 20) });
  if (loaded.state !== 'loaded') return rows;

  const { diff } = loaded;
  if (hasFacts(diff)) rows.push({ type: 'facts', key: `${path}:facts`, file, diff });
  const sides = { old: linesOf(diff.hunks, 'old'), new: linesOf(diff.hunks, 'new') };
  const placed = new Map<string, ViewRow[]>();
  const put = (side: string, line: number, row: ViewRow) => {
    const name = `${side}:${line}`;
    placed.set(name, [...(placed.get(name) ?? []), row]);
  };
  for (const comment of comments) {
    const anchor = anchorOf(comment, sides[comment.side]);
    const key = `${path}:comment:${comment.id}`;
    if (editors.some((editor) => editor.commentId === comment.id)) continue;
    if (anchor === undefined) rows.push({ type: 'comment', key, file, comment, place: isOutdated(comment, sides[comment.side]) ? 'outdated' : 'hidden' });
    else put(anchor.side, anchor.endLine, { type: 'comment', key, file, comment, place: 'line' });
  }
  for (const editor of editors) {
    const anchor = anchorOf(editor, sides[editor.side]);
    const row: ViewRow = { type: 'editor', key: `${path}:editor:${editor.key}`, file, editor };
    if (anchor === undefined) rows.push(row);
    else put(anchor.side, anchor.endLine, row);
  }

  const lines = cached(rowCache, diff, `${layout} ${language ?? ''}`, () => diffRows(diff.hunks, layout, language, { whole: loaded.whole || hasOneSide(file) }));
  for (const row of lines) {
    if (row.type === 'hidden') {
      rows.push({ type: 'hidden', key: `${path}:hidden:${row.from}`, file, row });
      continue;
    }
    rows.push({ type: 'line', key: `${path}:${row.old?.line ?? ''}:${row.new?.line ?? ''}`, file, row, layout });
    for (const cell of [row.old, row.new]) if (cell !== undefined && placed.size > 0) rows.push(...(placed.get(`${cell.side}:${cell.line}`) ?? []));
  }
  if (diff.truncated) rows.push({ type: 'truncated', key: `${path}:truncated`, file });
  return rows;
}

function hasOneSide({ status }: ChangedFileView): boolean {
  return status === 'added' || status === 'deleted' || status === 'untracked';
}

function hasFacts({ file, hunks }: FileDiffView): boolean {
  return file.binary || hunks.length === 0 || (file.oldPath !== undefined && file.oldPath !== file.path) || (file.oldMode !== undefined && file.newMode !== undefined && file.oldMode !== file.newMode) || file.status === 'submodule' || file.status === 'conflicted';
}

type Known = Map<string, { input: FileInput; rows: readonly ViewRow[] }>;

/** Rows are made anew only for files of which something changed. */
export class RowCache {
  #known: Known = new Map();

  rows(inputs: readonly FileInput[]): readonly ViewRow[] {
    const next: Known = new Map();
    const all: ViewRow[] = [];
    for (const input of inputs) {
      const before = this.#known.get(input.file.path);
      const rows = before !== undefined && same(before.input, input) ? before.rows : fileRows(input);
      next.set(input.file.path, { input, rows });
      for (const row of rows) all.push(row);
    }
    this.#known = next;
    return all;
  }
}

function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

function same(a: FileInput, b: FileInput): boolean {
  return (
    a.file === b.file && a.folded === b.folded && a.layout === b.layout && a.language === b.language && sameList(a.comments, b.comments) && sameList(a.editors, b.editors) &&
    a.loaded.state === b.loaded.state && (a.loaded.state !== 'loaded' || b.loaded.state !== 'loaded' || (a.loaded.diff === b.loaded.diff && a.loaded.whole === b.loaded.whole))
  );
}
