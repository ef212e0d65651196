import type { UnitTaskView } from '@/api';

export type InboxFilter = 'all' | 'approvals' | 'questions' | 'limits' | 'failures' | 'review';
export type InboxGroup = 'waiting' | 'wrong' | 'ready';

export interface InboxRow {
  readonly task: UnitTaskView;
  readonly group: InboxGroup;
  readonly filter: Exclude<InboxFilter, 'all'>;
}

function rowOf(task: UnitTaskView): InboxRow | undefined {
  if (task.trust !== undefined) return { task, group: 'waiting', filter: 'approvals' };
  switch (task.state) {
    case 'waiting':
      // It goes on by itself: nobody has to do anything.
      if (task.resumeAt !== undefined) return undefined;
      return { task, group: 'waiting', filter: task.waitingReason === 'question' ? 'questions' : task.waitingReason === 'limit' || task.waitingReason === 'budget' ? 'limits' : 'approvals' };
    case 'failed':
    case 'interrupted':
      return { task, group: 'wrong', filter: 'failures' };
    case 'in_review':
    case 'approved':
      return { task, group: 'ready', filter: 'review' };
    default:
      return undefined;
  }
}

/** One row for each thing that waits for a person: paused agents first (the longest first), then what went wrong, then what came home. */
export function inboxRows(tasks: readonly UnitTaskView[]): readonly InboxRow[] {
  const order: Readonly<Record<InboxGroup, number>> = { waiting: 0, wrong: 1, ready: 2 };
  return tasks
    .map(rowOf)
    .filter((row) => row !== undefined)
    .toSorted((a, b) => order[a.group] - order[b.group] || (a.group === 'waiting' ? a.task.stateSince.localeCompare(b.task.stateSince) : b.task.stateSince.localeCompare(a.task.stateSince)));
}

/** How long agents have been paused in all. Milliseconds. */
export function pausedFor(rows: readonly InboxRow[], now: number): number {
  return rows.filter((row) => row.group === 'waiting').reduce((sum, row) => sum + Math.max(0, now - new Date(row.task.stateSince).getTime()), 0);
}
