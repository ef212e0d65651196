import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call, describeError } from '@/api';
import { formatBytes } from '@/shared/lib/bytes';
import { usePage } from '@/shared/lib/page';
import { t } from '@/shared/lib/strings';
import { Banner, Button, ErrorNote, Skeleton } from '@/shared/ui';
import { CleanUp } from './CleanUp';
import { Processes } from './Processes';
import { fleetQueries } from './queries';
import { Room } from './Room';
import { Stats } from './Stats';
import { Trash } from './Trash';
import { Workers } from './Workers';

/** Workers, what runs on them, and what takes room. Looked at anew while it is in sight. */
export function FleetPage() {
  usePage(t('app.fleet'), [{ label: t('app.workspace'), to: '/board' }, { label: t('app.fleet') }]);
  const [cleaning, setCleaning] = useState(false);
  const cache = useQueryClient();
  const fleet = useQuery(fleetQueries.workers());
  const processes = useQuery(fleetQueries.processes());
  const disk = useQuery(fleetQueries.disk());
  const trash = useQuery(fleetQueries.trash());
  const measure = () => void call('getDiskUsage', { refresh: true }).then((usage) => cache.setQueryData(fleetQueries.disk().queryKey, usage));
  const clean = <Button icon={Trash2} onClick={() => setCleaning(true)}>{t('fleet.cleanup')}</Button>;
  const isShort = fleet.data?.heldByDisk === true || disk.data?.nearlyFull === true;
  return (
    <div className="page">
      <div className="fleet">
        <div className="page-head">
          <div className="grow">
            <h1>{t('app.fleet')}</h1>
            <p>{t('fleet.lede')}</p>
          </div>
          <div className="end">{clean}</div>
        </div>
        {isShort && disk.data !== undefined && (
          <Banner tone="failed" state="failed" actions={<Button size="sm" onClick={() => setCleaning(true)}>{t('fleet.cleanup')}</Button>}>
            <b className="medium">{t(fleet.data?.heldByDisk === true ? 'fleet.disk.held' : 'fleet.disk.short')}</b>
            <p>{t('fleet.disk.why', { free: formatBytes(disk.data.space.freeBytes), reserve: formatBytes(disk.data.reserveBytes) })}</p>
          </Banner>
        )}
        <Stats fleet={fleet.data} processes={processes.data} disk={disk.data} />
        {fleet.error !== null && <ErrorNote error={describeError(fleet.error)} onRetry={() => void fleet.refetch()} />}
        {fleet.data === undefined && fleet.error === null && <Skeleton />}
        {fleet.data !== undefined && <Workers fleet={fleet.data} />}
        {processes.error !== null && <ErrorNote error={describeError(processes.error)} onRetry={() => void processes.refetch()} />}
        {processes.data !== undefined && <Processes list={processes.data} />}
        {disk.error !== null && <ErrorNote error={describeError(disk.error)} onRetry={() => void disk.refetch()} />}
        {disk.data !== undefined && <Room disk={disk.data} onMeasure={measure} />}
        {trash.data !== undefined && <Trash list={trash.data} />}
        <CleanUp open={cleaning} onClose={() => setCleaning(false)} />
      </div>
    </div>
  );
}
