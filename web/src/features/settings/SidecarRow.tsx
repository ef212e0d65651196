import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ExternalLink, Pencil, Play, RotateCw, ScrollText, Square, Trash2 } from 'lucide-react';
import { call, type ServiceState, type ServiceStatus, type SidecarView } from '@/api';
import { applySidecar } from '@/features/services';
import { toastError } from '@/features/tasks';
import { count, t } from '@/shared/lib/strings';
import { Chip, Icon, IconButton, RelativeTime } from '@/shared/ui';

const tones: Readonly<Record<ServiceState, 'idle' | 'working' | 'done' | 'failed' | 'needs'>> = {
  stopped: 'idle', starting: 'working', running: 'done', backoff: 'needs', failed: 'failed', stopping: 'working',
};

function portsOf(status: ServiceStatus): readonly number[] {
  const found = status.ports.map((port) => port.port);
  return status.port === undefined || found.includes(status.port) ? found : [status.port, ...found];
}

function PortLink({ port }: { port: number }) {
  return (
    <a className="row nowrap" style={{ gap: 4 }} href={`http://${window.location.hostname}:${port}/`} target="_blank" rel="noreferrer" aria-label={t('sidecars.open', { port })}>
      <code>:{port}</code><Icon shape={ExternalLink} />
    </a>
  );
}

/** What else there is to say: why it does not run, when it is tried again. */
function Says({ status }: { status: ServiceStatus }) {
  if (status.state === 'running' || status.state === 'stopped') return null;
  return (
    <div className="xs muted" style={{ marginTop: 4, overflowWrap: 'anywhere' }}>
      {status.reason}
      {status.state === 'backoff' && ` ${t('sidecars.again', { n: status.tries })}`}
      {status.lastErrors.length > 0 && <pre className="sidecar-errors">{status.lastErrors.slice(-5).join('\n')}</pre>}
    </div>
  );
}

interface RowProps {
  readonly sidecar: SidecarView;
  readonly logShown: boolean;
  readonly onLog: () => void;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

export function SidecarRow({ sidecar, logShown, onLog, onEdit, onRemove }: RowProps) {
  const { id, name, status, definition } = sidecar;
  const cache = useQueryClient();
  const run = useMutation({
    mutationFn: (operation: 'startSidecar' | 'stopSidecar' | 'restartSidecar') => call(operation, { id }),
    onSuccess: (answer) => applySidecar(cache, answer.sidecar),
    onError: toastError,
  });
  const isOver = status.state === 'stopped' || status.state === 'failed';
  return (
    <div className="set-row" role="group" aria-label={name}>
      <div className="grow" style={{ minWidth: 0 }}>
        <div className="row wrap" style={{ gap: 8 }}>
          <span className="medium">{name}</span>
          <Chip tone={tones[status.state]}>{t(`sidecars.state.${status.state}`)}</Chip>
          {!isOver && portsOf(status).map((port) => <PortLink key={port} port={port} />)}
          {status.state === 'running' && <span className="xs muted nowrap"><RelativeTime at={status.at} /></span>}
          {status.restarts > 0 && <span className="xs muted nowrap">{count('sidecars.restarts', status.restarts)}</span>}
        </div>
        <code className="muted trunc" style={{ display: 'block' }}>{definition.command ?? definition.arguments?.join(' ')}</code>
        <Says status={status} />
      </div>
      <div className="row row-tight">
        {isOver
          ? <IconButton icon={Play} size="sm" label={t('sidecars.start', { name })} busy={run.isPending} onClick={() => run.mutate('startSidecar')} />
          : <IconButton icon={Square} size="sm" label={t('sidecars.stop', { name })} busy={run.isPending} onClick={() => run.mutate('stopSidecar')} />}
        <IconButton icon={RotateCw} size="sm" label={t('sidecars.restart', { name })} onClick={() => run.mutate('restartSidecar')} />
        <IconButton icon={ScrollText} size="sm" label={t(logShown ? 'sidecars.log.hide' : 'sidecars.log.show', { name })} aria-expanded={logShown} onClick={onLog} />
        <IconButton icon={Pencil} size="sm" label={t('sidecars.edit', { name })} onClick={onEdit} />
        <IconButton icon={Trash2} size="sm" label={t('sidecars.remove', { name })} onClick={onRemove} />
      </div>
    </div>
  );
}
