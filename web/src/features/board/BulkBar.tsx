import { Archive, Play, Trash2, X } from 'lucide-react';
import type { UnitTaskView } from '@/api';
import { taskActions, useBulkActions, useTaskAction } from '@/features/tasks';
import { count, t } from '@/shared/lib/strings';
import { Button, IconButton } from '@/shared/ui';

/** What can be done with all selected tasks; each offers to undo. */
export function BulkBar({ tasks, onClear }: { tasks: readonly UnitTaskView[]; onClear: () => void }) {
  const bulk = useBulkActions();
  const action = useTaskAction();
  const ids = tasks.map((task) => task.id);
  const drafts = tasks.filter((task) => task.state === 'draft');
  const then = (done: Promise<void>) => void done.then(onClear);
  return (
    <div className="bulkbar" role="toolbar" aria-label={count('board.selected', tasks.length)}>
      <span className="medium num">{count('board.selected', tasks.length)}</span>
      {drafts.length > 0 && (
        <Button
          icon={Play}
          onClick={() => {
            for (const task of drafts) action.mutate(() => taskActions.start(task.id));
            onClear();
          }}
        >
          {t('board.bulk.start')} {drafts.length}
        </Button>
      )}
      <Button icon={Archive} onClick={() => then(bulk.archive(ids))}>{t('board.bulk.archive')}</Button>
      <Button icon={Trash2} kind="danger" onClick={() => then(bulk.remove(ids))}>{t('board.bulk.delete')}</Button>
      <IconButton icon={X} label={t('board.bulk.clear')} onClick={onClear} />
    </div>
  );
}
