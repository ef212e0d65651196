import type { TaskState, UnitTaskView } from '@/api';
import { t } from '@/shared/lib/strings';

export type Step = 'start' | 'stop' | 'resume' | 'retry' | 'merge' | 'reopen';

export type Move = 'approve' | 'reject' | 'cancel' | 'to_review' | 'to_draft' | 'undo_merge' | 'reopen';

/** A task that waits for the clock or for money is parked: nothing of it runs. */
export function isBusy(task: Pick<UnitTaskView, 'state' | 'waitingReason'>): boolean {
  if (task.state === 'waiting') return task.waitingReason !== 'budget' && !waitsForClock(task);
  return task.state === 'running' || task.state === 'queued';
}

/** Its turn is over, and the clock decides when it goes on. */
export function waitsForClock(task: Pick<UnitTaskView, 'state' | 'waitingReason'>): boolean {
  return task.state === 'waiting' && (task.waitingReason === 'limit' || task.waitingReason === 'overloaded');
}

/** Why it cannot be merged now; undefined when it can. */
export function mergeRefusal(task: Pick<UnitTaskView, 'state' | 'waitingReason' | 'changes' | 'merge'>): string | undefined {
  if (task.merge !== undefined) return t('task.not.merged');
  switch (task.state) {
    case 'draft': return t('task.not.draft');
    case 'blocked': return t('task.not.blocked');
    case 'queued': return t('task.not.queued');
    case 'running': return t('task.not.running');
    case 'waiting': return t(waitsForClock(task) ? 'task.not.limit' : task.waitingReason === 'budget' ? 'task.not.budget' : 'task.not.waiting');
    case 'interrupted':
    case 'failed': return t('task.not.interrupted');
    case 'rejected':
    case 'cancelled': return t('task.not.ended');
    default: return (task.changes?.files ?? 0) === 0 && task.state !== 'pr_open' ? t('task.not.noChanges') : undefined;
  }
}

/** The one filled button, if a step is due; a waiting task's step is its approval. */
export function nextStep(task: Pick<UnitTaskView, 'state' | 'waitingReason' | 'changes' | 'merge'>): Step | undefined {
  switch (task.state) {
    case 'draft': return 'start';
    case 'interrupted': return 'resume';
    case 'failed': return 'retry';
    case 'in_review':
    case 'approved':
    case 'pr_open': return mergeRefusal(task) === undefined ? 'merge' : undefined;
    case 'rejected':
    case 'cancelled': return 'reopen';
    default: return undefined;
  }
}

const moves: Readonly<Record<TaskState, readonly Move[]>> = {
  draft: ['cancel'],
  blocked: ['cancel'],
  queued: ['to_draft', 'cancel'],
  running: ['cancel'],
  waiting: ['cancel'],
  interrupted: ['to_review', 'cancel'],
  in_review: ['approve', 'reject', 'cancel'],
  approved: [],
  pr_open: ['to_review', 'reject'],
  done: ['undo_merge', 'reopen'],
  failed: ['to_review', 'cancel'],
  rejected: [],
  cancelled: [],
};

/** The other transitions of the state, for the menu. */
export function movesOf(task: Pick<UnitTaskView, 'state' | 'merge'>): readonly Move[] {
  return moves[task.state].filter((move) => move !== 'undo_merge' || task.merge !== undefined);
}
