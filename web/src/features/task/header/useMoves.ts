import { useNavigate } from 'react-router';
import { call, type UnitTaskView } from '@/api';
import { taskActions, useBulkActions, useTaskAction } from '@/features/tasks';
import type { Move, Step } from '../nextStep';

/** Runs what the header's buttons and menu ask for. */
export function useMoves(task: UnitTaskView, onMerge: () => void) {
  const action = useTaskAction();
  const bulk = useBulkActions();
  const navigate = useNavigate();
  const { id, version } = task;
  const status = (to: UnitTaskView['state']) => action.mutate(() => taskActions.status(id, to, version));
  const steps: Readonly<Record<Step, () => void>> = {
    start: () => action.mutate(() => taskActions.start(id)),
    stop: () => action.mutate(() => taskActions.stop(id)),
    resume: () => action.mutate(() => taskActions.resume(id)),
    retry: () => action.mutate(() => taskActions.retry(id)),
    merge: onMerge,
    reopen: () => status('queued'),
  };
  const moves: Readonly<Record<Move, () => void>> = {
    approve: () => status('approved'),
    reject: () => status('rejected'),
    cancel: () => status('cancelled'),
    to_review: () => status('in_review'),
    to_draft: () => status('draft'),
    undo_merge: () => action.mutate(() => call('undoMerge', { taskId: id })),
    reopen: () => status('queued'),
  };
  return {
    busy: action.isPending,
    step: (step: Step) => steps[step](),
    move: (move: Move) => moves[move](),
    skipSetup: () => action.mutate(() => taskActions.skipSetup(id)),
    pin: () => action.mutate(() => taskActions.pin(id, !task.pinned)),
    restore: () => action.mutate(() => taskActions.restore(id)),
    archive: async () => {
      if (task.archivedAt !== undefined) action.mutate(() => taskActions.archive(id, false));
      else {
        await bulk.archive([id]);
        void navigate('/board');
      }
    },
    remove: async () => {
      await bulk.remove([id]);
      void navigate('/board');
    },
  };
}
