import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, describeError, type CleanupItemView, type CleanUpResponse } from '@/api';
import { toastError } from '@/features/tasks';
import { formatBytes } from '@/shared/lib/bytes';
import { count, t } from '@/shared/lib/strings';
import { Button, Checkbox, Dialog, EmptyState, ErrorNote, RelativeTime, Segmented, StateGlyph } from '@/shared/ui';
import { fleetQueries } from './queries';

const ages = ['0', '1', '7', '30'] as const;
type Age = (typeof ages)[number];

function nameOf(item: CleanupItemView): string {
  return item.taskTitle ?? item.id.split('/').slice(-2).join('/');
}

function ItemRow({ item, chosen, onToggle }: { item: CleanupItemView; chosen: boolean; onToggle: () => void }) {
  const name = nameOf(item);
  return (
    <li className="fleet-clean">
      <Checkbox hideLabel label={t('fleet.clean.choose', { name })} checked={chosen} disabled={item.refusal !== undefined} onChange={onToggle} />
      <span className="fleet-clean__what">
        <span className="row"><span className="trunc medium" title={item.id}>{name}</span></span>
        <span className="xs muted">{t(`fleet.clean.kind.${item.kind}`)} · <RelativeTime at={item.since} /> · {item.refusal ?? t(`fleet.clean.keeps.${item.keeps}`)}</span>
      </span>
      <span className="num">{formatBytes(item.bytes)}</span>
    </li>
  );
}

/** One result for each thing: what went, and why the others stayed. */
function Outcome({ answer, names }: { answer: CleanUpResponse; names: ReadonlyMap<string, string> }) {
  const removed = answer.results.filter((result) => result.removed);
  const inTrash = removed.filter((result) => result.trashId !== undefined).length;
  const stayed = answer.results.filter((result) => !result.removed);
  return (
    <div role="status">
      <p className="row medium"><StateGlyph state={stayed.length === 0 ? 'done' : 'waiting'} decorative />{count('fleet.clean.done', removed.length)}</p>
      <p className="soft fleet-clean__sum">
        {answer.freedBytes > 0 && t('fleet.clean.freed', { size: formatBytes(answer.freedBytes) })} {inTrash > 0 && count('fleet.clean.inTrash', inTrash)}
      </p>
      {stayed.length > 0 && (
        <>
          <p>{count('fleet.clean.stayed', stayed.length)}</p>
          <ul>{stayed.map((result) => <li key={result.id} className="xs soft"><b className="medium">{names.get(result.id) ?? result.id}</b> {result.message}</li>)}</ul>
        </>
      )}
    </div>
  );
}

/** Choosing what goes. A thing that cannot go is shown with its reason and cannot be chosen. */
export function CleanUp({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [age, setAge] = useState<Age>('7');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const cache = useQueryClient();
  const preview = useQuery({ ...fleetQueries.preview(Number(age)), enabled: open });
  const items = preview.data?.items ?? [];
  const chosen = items.filter((item) => item.refusal === undefined && !left.has(item.id));
  const run = useMutation({
    mutationFn: () => call('runCleanup', { items: chosen.map(({ id, fingerprint }) => ({ id, fingerprint })) }),
    onError: toastError,
    onSettled: () => cache.invalidateQueries({ queryKey: fleetQueries.all }),
  });
  const again = () => {
    run.reset();
    setLeft(new Set());
    void preview.refetch();
  };
  const close = () => {
    onClose();
    run.reset();
    setLeft(new Set());
  };
  const toggle = (id: string) => setLeft((known) => (known.has(id) ? new Set([...known].filter((one) => one !== id)) : new Set([...known, id])));
  const names = new Map(run.data?.results.map((result) => [result.id, result.id.split('/').slice(-2).join('/')]));
  const done = run.data !== undefined;
  return (
    <Dialog
      open={open}
      onClose={close}
      title={t('fleet.clean.title')}
      width={640}
      foot={
        done ? (
          <>
            <Button onClick={again}>{t('fleet.clean.again')}</Button>
            <Button kind="primary" onClick={close}>{t('close')}</Button>
          </>
        ) : (
          <>
            <span className="grow xs soft">{t('fleet.clean.chosen', { size: formatBytes(chosen.reduce((sum, item) => sum + item.bytes, 0)) })}</span>
            <Button onClick={close}>{t('cancel')}</Button>
            <Button kind="primary" busy={run.isPending} refused={chosen.length === 0 ? t('fleet.clean.runNone') : undefined} onClick={() => run.mutate()}>{count('fleet.clean.run', chosen.length)}</Button>
          </>
        )
      }
    >
      {run.data !== undefined ? (
        <Outcome answer={run.data} names={names} />
      ) : (
        <>
          <p>{t('fleet.clean.lede')}</p>
          <div className="fleet-clean__age">
            <span className="label">{t('fleet.clean.age')}</span>
            <Segmented label={t('fleet.clean.age')} value={age} onChange={setAge} options={ages.map((value) => ({ value, label: t(`fleet.clean.age.${value}`) }))} />
          </div>
          {preview.error !== null && <ErrorNote error={describeError(preview.error)} onRetry={() => void preview.refetch()} />}
          {preview.isPending && <p className="row soft" role="status"><StateGlyph state="running" decorative />{t('fleet.clean.looking')}</p>}
          {preview.data !== undefined && items.length === 0 && <EmptyState state="done" title={t('fleet.clean.none')}>{t('fleet.clean.noneText')}</EmptyState>}
          <ul className="fleet-clean__list">{items.map((item) => <ItemRow key={item.id} item={item} chosen={item.refusal === undefined && !left.has(item.id)} onToggle={() => toggle(item.id)} />)}</ul>
        </>
      )}
    </Dialog>
  );
}
