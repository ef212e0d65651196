import type { DiskUsagePart, DiskUsageView, UnitTaskView } from '@/api';

type Kind = DiskUsagePart['kind'];

/** The order of the bar and its legend. */
export const kinds: readonly Kind[] = ['worktree', 'trash', 'clone', 'database', 'journal', 'log', 'leftover', 'other'];

export interface KindSum {
  readonly kind: Kind;
  readonly bytes: number;
}

export interface TaskRoom {
  /** The task's id, or the path where no task is named. */
  readonly key: string;
  readonly taskId?: string;
  readonly title?: string;
  readonly state?: UnitTaskView['state'];
  readonly worktree: number;
  readonly trash: number;
  readonly complete: boolean;
  readonly oddity?: string;
}

export function sumByKind(disk: DiskUsageView): readonly KindSum[] {
  return kinds
    .map((kind) => ({ kind, bytes: disk.parts.filter((part) => part.kind === kind).reduce((sum, part) => sum + (part.bytes ?? 0), 0) }))
    .filter((sum) => sum.bytes > 0);
}

/** Worktrees and what lies in the trash, by task, the largest first. */
export function sumByTask(disk: DiskUsageView): readonly TaskRoom[] {
  const rooms = new Map<string, TaskRoom>();
  for (const part of disk.parts) {
    if (part.kind !== 'worktree' && part.kind !== 'trash') continue;
    const key = part.taskId ?? part.path;
    const known = rooms.get(key) ?? { key, worktree: 0, trash: 0, complete: true };
    rooms.set(key, {
      ...known,
      ...(part.taskId === undefined ? {} : { taskId: part.taskId }),
      ...(part.taskTitle === undefined ? {} : { title: part.taskTitle }),
      ...(part.taskState === undefined ? {} : { state: part.taskState }),
      ...(part.oddity === undefined ? {} : { oddity: part.oddity }),
      [part.kind]: known[part.kind] + (part.bytes ?? 0),
      complete: known.complete && part.complete,
    });
  }
  return [...rooms.values()].toSorted((a, b) => b.worktree + b.trash - (a.worktree + a.trash));
}
