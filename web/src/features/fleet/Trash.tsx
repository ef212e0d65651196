import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { call, type ListTrashResponse, type TrashItemView } from '@/api';
import { toastError } from '@/features/tasks';
import { formatBytes } from '@/shared/lib/bytes';
import { count, t } from '@/shared/lib/strings';
import { formatDay } from '@/shared/lib/time';
import { Button, Dialog, EmptyState, Icon, IconButton, StateGlyph, toast } from '@/shared/ui';
import { fleetQueries } from './queries';

function nameOf(item: TrashItemView): string {
  return item.taskTitle ?? item.origin?.split('/').slice(-2).join('/') ?? item.id;
}

function TrashRow({ item, busy, onBack, onRemove }: { item: TrashItemView; busy: boolean; onBack: () => void; onRemove: () => void }) {
  const name = nameOf(item);
  return (
    <li className="set-row fleet-trash">
      {item.taskState === undefined ? <Icon shape={Trash2} size={16} /> : <StateGlyph state={item.taskState} />}
      <span className="grow fleet-trash__what">
        <span className="trunc medium" title={name}>{name}</span>
        <span className="xs muted">
          {item.bytes !== undefined && <>{formatBytes(item.bytes)} · </>}
          {item.taskDeleted && <>{t('fleet.trash.deleted')} · </>}
          {t('fleet.trash.gone', { day: formatDay(item.goneAt) })}
        </span>
        {item.refusal !== undefined && <span className="xs soft">{item.refusal}</span>}
      </span>
      {item.refusal === undefined && <Button size="sm" icon={Undo2} busy={busy} aria-label={t('fleet.trash.backOne', { name })} onClick={onBack}>{t('fleet.trash.back')}</Button>}
      <IconButton icon={Trash2} size="sm" label={t('fleet.trash.remove', { name })} onClick={onRemove} />
    </li>
  );
}

/** What can still be put back, and the way out for good. */
export function Trash({ list }: { list: ListTrashResponse }) {
  const [asked, setAsked] = useState<readonly TrashItemView[]>([]);
  const cache = useQueryClient();
  const settled = () => cache.invalidateQueries({ queryKey: fleetQueries.all });
  const back = useMutation({
    mutationFn: (item: TrashItemView) => call('restoreFromTrash', { id: item.id }),
    onSuccess: ({ worktreePath }) => toast({ state: 'done', title: t('fleet.trash.backed'), detail: worktreePath }),
    onError: toastError,
    onSettled: settled,
  });
  const remove = useMutation({
    mutationFn: (items: readonly TrashItemView[]) => call('emptyTrash', { ids: items.map((item) => item.id) }),
    onSuccess: ({ freedBytes, results }) => {
      setAsked([]);
      const refused = results.find((result) => !result.removed);
      toast({ state: refused === undefined ? 'done' : 'failed', title: t('fleet.trash.removed', { size: formatBytes(freedBytes) }), detail: refused?.message });
    },
    onError: toastError,
    onSettled: settled,
  });
  return (
    <section aria-labelledby="fleet-trash">
      <div className="fleet-h2 row">
        <h2 className="h2 grow" id="fleet-trash">{t('fleet.trash')}</h2>
        {list.items.length > 1 && <Button size="sm" onClick={() => setAsked(list.items)}>{t('fleet.trash.all')}</Button>}
      </div>
      <div className="panel">
        {list.items.length === 0 && <EmptyState state="done" title={t('fleet.trash.empty')}>{t('fleet.trash.emptyText')}</EmptyState>}
        <ul>
          {list.items.map((item) => (
            <TrashRow key={item.id} item={item} busy={back.isPending && back.variables.id === item.id} onBack={() => back.mutate(item)} onRemove={() => setAsked([item])} />
          ))}
        </ul>
      </div>
      <Dialog
        open={asked.length > 0}
        onClose={() => setAsked([])}
        title={count('fleet.trash.sureTitle', asked.length)}
        width={440}
        foot={
          <>
            <Button onClick={() => setAsked([])}>{t('cancel')}</Button>
            <Button kind="danger-solid" busy={remove.isPending} onClick={() => remove.mutate(asked)}>{t('fleet.trash.yes')}</Button>
          </>
        }
      >
        <p>{t('fleet.trash.sure')}</p>
      </Dialog>
    </section>
  );
}
