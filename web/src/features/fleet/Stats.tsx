import type { DiskUsageView, FleetView, ListProcessesResponse } from '@/api';
import { formatBytes } from '@/shared/lib/bytes';
import { count, t } from '@/shared/lib/strings';

function Stat({ label, value, small, detail }: { label: string; value: string; small?: string; detail: string }) {
  return (
    <div className="stat">
      <div className="stat__l">{label}</div>
      <div className="stat__v">{value} {small !== undefined && <small>{small}</small>}</div>
      <div className="stat__d">{detail}</div>
    </div>
  );
}

const waiting = '–';

/** What is in use, in one look. */
export function Stats({ fleet, processes, disk }: { fleet: FleetView | undefined; processes: ListProcessesResponse | undefined; disk: DiskUsageView | undefined }) {
  const used = fleet?.workers.reduce((sum, worker) => sum + worker.runningTasks, 0);
  const places = fleet?.workers.filter((worker) => worker.state === 'connected').reduce((sum, worker) => sum + worker.maxConcurrentTasks, 0) ?? 0;
  const groups = processes?.items ?? [];
  const sum = (of: (group: (typeof groups)[number]) => number) => groups.reduce((all, group) => all + of(group), 0);
  const tasks = groups.filter((group) => group.taskId !== undefined).length;
  return (
    <div className="stats">
      <Stat label={t('fleet.places')} value={used === undefined ? waiting : String(used)} small={t('fleet.of', { total: places })} detail={fleet === undefined || fleet.queued === 0 ? t('fleet.queued.none') : count('fleet.queued', fleet.queued)} />
      <Stat label={t('fleet.processes')} value={processes === undefined ? waiting : String(sum((group) => group.processes.length))} detail={count('fleet.processes.of', tasks)} />
      <Stat label={t('fleet.cpu')} value={processes === undefined ? waiting : `${Math.round(sum((group) => group.cpuPercent))}%`} detail={count('fleet.cpu.of', processes?.processors ?? 0)} />
      <Stat label={t('fleet.memory')} value={processes === undefined ? waiting : formatBytes(sum((group) => group.memoryBytes))} detail={t('fleet.memory.of', { total: formatBytes(processes?.totalMemory ?? 0) })} />
      <Stat label={t('fleet.disk')} value={disk === undefined ? waiting : formatBytes(disk.space.freeBytes)} detail={t('fleet.disk.free', { total: formatBytes(disk?.space.totalBytes ?? 0) })} />
    </div>
  );
}
