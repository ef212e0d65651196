import type { ChangedFileView } from '@/api';

export type TreeRow =
  | { readonly type: 'dir'; readonly path: string; readonly files: number }
  | { readonly type: 'file'; readonly file: ChangedFileView; readonly name: string };

const collator = new Intl.Collator('en', { numeric: true });

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Folders with changed files and their files, in path order: each folder once, by its whole path. */
export function treeRows(files: readonly ChangedFileView[], query: string, folded: ReadonlySet<string>): readonly TreeRow[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = files.filter(({ path, oldPath }) => words.every((word) => path.toLowerCase().includes(word) || (oldPath?.toLowerCase().includes(word) ?? false)));
  const folders = Map.groupBy(shown, (file) => folderOf(file.path));
  return [...folders]
    .toSorted(([a], [b]) => collator.compare(a, b))
    .flatMap(([path, inside]): TreeRow[] => [
      ...(path === '' ? [] : [{ type: 'dir', path, files: inside.length } as const]),
      ...(folded.has(path) && query === '' ? [] : inside.map((file): TreeRow => ({ type: 'file', file, name: file.path.slice(path === '' ? 0 : path.length + 1) }))),
    ]);
}

/** The order in which files stand in the tree is the one in which their differences are read. */
export function inTreeOrder(files: readonly ChangedFileView[]): readonly ChangedFileView[] {
  return treeRows(files, '', new Set()).flatMap((row) => (row.type === 'file' ? [row.file] : []));
}
