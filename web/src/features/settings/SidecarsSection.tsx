import { useMutation, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { call, describeError, type SidecarView } from '@/api';
import { sidecarQueries } from '@/features/services';
import { toastError } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { Button, Dialog, EmptyState, ErrorNote, Skeleton, toast } from '@/shared/ui';
import { Section } from './Section';
import { SidecarForm } from './SidecarForm';
import { SidecarLog } from './SidecarLog';
import { SidecarRow } from './SidecarRow';

function RemoveDialog({ sidecar, onClose }: { sidecar: SidecarView; onClose: () => void }) {
  const { id, name } = sidecar;
  const remove = useMutation({
    mutationFn: () => call('removeSidecar', { id }),
    onSuccess: () => {
      toast({ state: 'done', title: t('sidecars.removed', { name }) });
      onClose();
    },
    onError: toastError,
  });
  return (
    <Dialog
      open
      title={t('sidecars.removeTitle', { name })}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t('sidecars.keep')}</Button>
          <Button kind="danger" busy={remove.isPending} onClick={() => remove.mutate()}>{t('sidecars.removeIt')}</Button>
        </>
      }
    >
      <p>{t('sidecars.removeText')}</p>
    </Dialog>
  );
}

/** Programs of the person's own that are kept running. The events put their changes into the cache. */
export function SidecarsSection() {
  const { data, error, refetch } = useQuery(sidecarQueries.list());
  const [editing, setEditing] = useState<string>();
  const [log, setLog] = useState<string>();
  const [removing, setRemoving] = useState<SidecarView>();
  const close = () => setEditing(undefined);
  return (
    <Section title={t('settings.sidecars')} lede={t('sidecars.lede')} actions={<Button icon={Plus} onClick={() => setEditing('new')}>{t('sidecars.add')}</Button>}>
      {error !== null && <ErrorNote error={describeError(error)} onRetry={() => void refetch()} />}
      <div className="panel commands">
        {editing === 'new' && <SidecarForm sidecar={undefined} onClose={close} />}
        {data === undefined && error === null && <Skeleton />}
        {data?.length === 0 && editing !== 'new' && <EmptyState state="draft" title={t('sidecars.empty')}>{t('sidecars.emptyText')}</EmptyState>}
        {data?.map((sidecar) => (
          editing === sidecar.id
            ? <SidecarForm key={sidecar.id} sidecar={sidecar} onClose={close} />
            : (
              <div key={sidecar.id} className="sidecar">
                <SidecarRow
                  sidecar={sidecar}
                  logShown={log === sidecar.id}
                  onLog={() => setLog(log === sidecar.id ? undefined : sidecar.id)}
                  onEdit={() => setEditing(sidecar.id)}
                  onRemove={() => setRemoving(sidecar)}
                />
                {log === sidecar.id && <SidecarLog id={sidecar.id} name={sidecar.name} />}
              </div>
            )
        ))}
      </div>
      {removing !== undefined && <RemoveDialog sidecar={removing} onClose={() => setRemoving(undefined)} />}
    </Section>
  );
}
