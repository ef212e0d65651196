import type { TerminalView } from '@/api';

/** Shells call their terminal `ada@quay: ~/src/shop`; who and where it is that is known already. */
const whereabouts = /^[^@\s]+@[^:\s]+:\s*(.+)$/;

function lastOf(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) || path;
}

/** What its tab says: the given name, else what the program calls it, else the shell. */
export function nameOf({ name, title, shell }: Pick<TerminalView, 'name' | 'title' | 'shell'>): string {
  if (name !== undefined && name !== '') return name;
  if (title !== undefined && title.trim() !== '') {
    const where = whereabouts.exec(title.trim())?.[1];
    return where === undefined ? title.trim() : lastOf(where);
  }
  return lastOf(shell);
}
