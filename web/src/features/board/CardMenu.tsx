import { Archive, Ellipsis, Flag, Pin, PinOff, Play, RotateCcw, Square, SquareArrowOutUpRight, Trash2 } from 'lucide-react';
import { useNavigate } from 'react-router';
import type { UnitTaskView } from '@/api';
import { taskActions, useBulkActions, useTaskAction } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { IconButton, Menu, MenuItem, MenuSeparator } from '@/shared/ui';

/** What can be done with a task from wherever its card is. */
export function CardMenu({ task }: { task: UnitTaskView }) {
  const navigate = useNavigate();
  const action = useTaskAction();
  const bulk = useBulkActions();
  const { id, state, pinned, raceId } = task;
  const live = state === 'running' || state === 'waiting' || state === 'queued';
  return (
    <Menu align="end" label={t('card.menu', { title: task.title })} trigger={<IconButton icon={Ellipsis} size="sm" className="card__menu" label={t('card.menu', { title: task.title })} />}>
      <MenuItem icon={SquareArrowOutUpRight} onSelect={() => void navigate(`/tasks/${id}`)} keys="Enter">{t('card.open')}</MenuItem>
      {raceId !== undefined && <MenuItem icon={Flag} onSelect={() => void navigate(`/races/${raceId}`)}>{t('card.openRace')}</MenuItem>}
      {state === 'draft' && <MenuItem icon={Play} onSelect={() => action.mutate(() => taskActions.start(id))}>{t('card.start')}</MenuItem>}
      {state === 'interrupted' && <MenuItem icon={Play} onSelect={() => action.mutate(() => taskActions.resume(id))}>{t('card.resume')}</MenuItem>}
      {state === 'failed' && <MenuItem icon={RotateCcw} onSelect={() => action.mutate(() => taskActions.retry(id))}>{t('card.retry')}</MenuItem>}
      {live && <MenuItem icon={Square} onSelect={() => action.mutate(() => taskActions.stop(id))}>{t('card.stop')}</MenuItem>}
      <MenuItem icon={pinned ? PinOff : Pin} onSelect={() => action.mutate(() => taskActions.pin(id, !pinned))}>{t(pinned ? 'card.unpin' : 'card.pin')}</MenuItem>
      <MenuSeparator />
      <MenuItem icon={Archive} onSelect={() => void bulk.archive([id])}>{t('card.archive')}</MenuItem>
      <MenuItem icon={Trash2} danger onSelect={() => void bulk.remove([id])}>{t('card.delete')}</MenuItem>
    </Menu>
  );
}
