import type { TaskState, UnitTaskView } from '@/api';
import { roleOf } from '@/shared/ui';
import type { PageState } from '@/shared/lib/presence';

export type Column = 'backlog' | 'progress' | 'review' | 'done';
export const columns: readonly Column[] = ['backlog', 'progress', 'review', 'done'];

const columnByState: Readonly<Record<Exclude<TaskState, 'failed' | 'rejected' | 'cancelled'>, Column>> = {
  draft: 'backlog', blocked: 'backlog', queued: 'backlog',
  running: 'progress', waiting: 'progress', interrupted: 'progress',
  in_review: 'review', approved: 'review', pr_open: 'review',
  done: 'done',
};

/** The board's projection. What ended without a merge stays where it stood, as far as its work tells. */
export function columnOf(task: Pick<UnitTaskView, 'state' | 'changes' | 'branch' | 'sessionId'>): Column {
  switch (task.state) {
    case 'failed':
      return task.sessionId === undefined && task.branch === undefined ? 'backlog' : 'progress';
    case 'rejected':
      return 'review';
    case 'cancelled':
      if (task.changes !== undefined && task.changes.files > 0) return 'review';
      return task.sessionId === undefined && task.branch === undefined ? 'backlog' : 'progress';
    default:
      return columnByState[task.state];
  }
}

/** An agent is paused for a person, or waits to be trusted; a limit waits for the clock, but a person may choose. What goes on by itself needs nobody. */
export function needsPerson(task: Pick<UnitTaskView, 'state' | 'resumeAt' | 'trust'>): boolean {
  if (task.trust !== undefined) return true;
  return task.state === 'waiting' && task.resumeAt === undefined;
}

/** The tasks that wait for a person, the longest paused first. */
export function waitingTasks(tasks: readonly UnitTaskView[]): readonly UnitTaskView[] {
  return tasks.filter(needsPerson).toSorted((a, b) => a.stateSince.localeCompare(b.stateSince));
}

/** needs > failed > working > idle: what dot, favicon and logo show. */
export function loudestState(tasks: readonly UnitTaskView[]): PageState {
  const roles = new Set(tasks.map((task) => roleOf(task.state)));
  if (tasks.some(needsPerson)) return 'needs';
  if (tasks.some((task) => task.state === 'failed')) return 'failed';
  return roles.has('working') ? 'working' : 'idle';
}

/** Where dragging a card to a column may bring it; none when the column has no transition from here. */
export function dropTarget(task: Pick<UnitTaskView, 'state' | 'changes' | 'branch' | 'sessionId'>, column: Column): 'start' | 'stop' | 'resume' | 'retry' | TaskState | undefined {
  if (columnOf(task) === column) return undefined;
  const moves: Partial<Record<TaskState, Partial<Record<Column, 'start' | 'stop' | 'resume' | 'retry' | TaskState>>>> = {
    draft: { progress: 'start' },
    blocked: { progress: 'start' },
    running: { review: 'stop' },
    waiting: { review: 'stop' },
    interrupted: { review: 'in_review', backlog: 'cancelled' },
    in_review: { done: 'done', backlog: 'cancelled' },
    approved: { done: 'done' },
    failed: { review: 'in_review' },
    done: { backlog: 'queued' },
    rejected: { backlog: 'queued' },
    cancelled: { backlog: 'queued', progress: 'queued' },
  };
  return moves[task.state]?.[column];
}
