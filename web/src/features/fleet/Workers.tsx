import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type FleetView, type FleetWorkerView } from '@/api';
import { toastError } from '@/features/tasks';
import { formatBytes } from '@/shared/lib/bytes';
import { count, t } from '@/shared/lib/strings';
import { Button, Dialog, EmptyState, RelativeTime, StateGlyph, toast, type GlyphState } from '@/shared/ui';
import { fleetQueries } from './queries';

const glyphs: Readonly<Record<FleetWorkerView['state'], GlyphState>> = { connected: 'approved', draining: 'interrupted', away: 'failed' };
const mostSlots = 24;

/** One square for each place; more than fit are told in words alone. */
function Places({ worker }: { worker: FleetWorkerView }) {
  const { runningTasks: used, maxConcurrentTasks: total } = worker;
  const words = t('fleet.worker.places', { used, total });
  return (
    <div className="fleet-worker__places">
      <span className="slots" aria-hidden="true">
        {Array.from({ length: Math.min(total, mostSlots) }, (_, place) => <i key={place} className={place < used ? 'slot slot--working' : 'slot'} />)}
      </span>
      <span className="xs muted num">{words}</span>
    </div>
  );
}

function WorkerRow({ worker, onDrain }: { worker: FleetWorkerView; onDrain: () => void }) {
  const word = t(`fleet.worker.${worker.state}`);
  return (
    <li className="fleet-worker">
      <StateGlyph state={worker.runningTasks > 0 && worker.state === 'connected' ? 'running' : glyphs[worker.state]} decorative />
      <div className="fleet-worker__name">
        <span className="medium">{worker.name}</span>
        <span className="xs muted">{t('fleet.worker.about', { version: worker.version, pid: worker.processId })}</span>
      </div>
      <Places worker={worker} />
      <div className="fleet-worker__facts xs soft">
        <span>{word} <RelativeTime at={worker.since} className="muted" /></span>
        <span className="muted">{count('fleet.worker.terminals', worker.terminals)}, {count('fleet.worker.services', worker.services)} · {count('fleet.worker.machine', worker.processors, { memory: formatBytes(worker.totalMemory) })}</span>
      </div>
      {worker.state === 'connected' && <Button size="sm" aria-label={t('fleet.worker.drainOne', { name: worker.name })} onClick={onDrain}>{t('fleet.worker.drain')}</Button>}
    </li>
  );
}

export function Workers({ fleet }: { fleet: FleetView }) {
  const [asked, setAsked] = useState<FleetWorkerView>();
  const cache = useQueryClient();
  const drain = useMutation({
    mutationFn: (id: string) => call('drainWorker', { id }),
    onSuccess: () => {
      setAsked(undefined);
      toast({ state: 'done', title: t('fleet.worker.drained') });
    },
    onError: toastError,
    onSettled: () => cache.invalidateQueries({ queryKey: fleetQueries.workers().queryKey }),
  });
  return (
    <section aria-labelledby="fleet-workers">
      <h2 className="h2 fleet-h2" id="fleet-workers">{t('fleet.workers')}</h2>
      <div className="panel">
        {fleet.workers.length === 0 && <EmptyState state="failed" title={t('fleet.workers.none')}>{t('fleet.workers.noneText')}</EmptyState>}
        <ul>{fleet.workers.map((worker) => <WorkerRow key={worker.id} worker={worker} onDrain={() => setAsked(worker)} />)}</ul>
      </div>
      <Dialog
        open={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={t('fleet.worker.drainTitle', { name: asked?.name ?? '' })}
        width={440}
        foot={
          <>
            <Button onClick={() => setAsked(undefined)}>{t('cancel')}</Button>
            <Button kind="primary" busy={drain.isPending} onClick={() => asked !== undefined && drain.mutate(asked.id)}>{t('fleet.worker.drain')}</Button>
          </>
        }
      >
        <p>{t('fleet.worker.drainText')}</p>
      </Dialog>
    </section>
  );
}
