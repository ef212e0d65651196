import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ChevronRight, CornerDownRight, Square, X } from 'lucide-react';
import { Link } from 'react-router';
import { call, type ListProcessesResponse, type ProcessGroupView, type ProcessView } from '@/api';
import { taskActions, toastError, useTaskAction } from '@/features/tasks';
import { formatBytes } from '@/shared/lib/bytes';
import { t } from '@/shared/lib/strings';
import { Button, EmptyState, Icon, IconButton, RelativeTime, StateGlyph, Tag, toast } from '@/shared/ui';
import { fleetQueries } from './queries';

const deepest = 6;

/** A task's service is one of its project's commands, which is known by its process; any other is a sidecar. */
async function stopService({ taskId, pid, roleId }: ProcessView): Promise<void> {
  if (taskId === undefined) {
    if (roleId !== undefined) await call('stopSidecar', { id: roleId });
    return;
  }
  const { items } = await call('listTaskCommands', { taskId });
  const command = items.find((one) => one.processId === pid);
  if (command !== undefined) await call('stopCommand', { taskId, commandId: command.id });
}

async function end(process: ProcessView): Promise<void> {
  if (process.kind === 'service') await stopService(process);
  else if (process.roleId !== undefined) await call('closeTerminal', { id: process.roleId });
}

function useEnd() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: end,
    onSuccess: (_, { kind }) => toast({ state: 'done', title: t(kind === 'service' ? 'fleet.tasks.stopped' : 'fleet.tasks.closed') }),
    onError: toastError,
    onSettled: () => cache.invalidateQueries({ queryKey: fleetQueries.all }),
  });
}

/** Only the first process of a terminal or service can be ended: all others go with it. */
function ProcessRow({ process, isFirst, onEnd }: { process: ProcessView; isFirst: boolean; onEnd: () => void }) {
  const { kind, name } = process;
  return (
    <li className="fleet-proc">
      <span className="fleet-proc__name" style={{ paddingLeft: Math.min(process.depth, deepest) * 16 }}>
        {process.depth > 0 && <Icon shape={CornerDownRight} size={14} />}
        <code className="trunc" title={process.commandLine}>{process.commandLine}</code>
        {isFirst && <Tag>{t(`fleet.kind.${process.kind}`)}</Tag>}
      </span>
      <span className="num">{Math.round(process.cpuPercent)}%</span>
      <span className="num">{formatBytes(process.memoryBytes)}</span>
      <span className="num muted fleet-wide">{process.pid}</span>
      <span className="muted fleet-wide"><RelativeTime at={process.startedAt} /></span>
      <span className="fleet-proc__act">
        {isFirst && (kind === 'terminal' || kind === 'service') && <IconButton icon={X} size="sm" label={t(kind === 'terminal' ? 'fleet.tasks.close' : 'fleet.tasks.stopService', { name })} onClick={onEnd} />}
      </span>
    </li>
  );
}

function Rows({ group }: { group: ProcessGroupView }) {
  const ended = useEnd();
  const first = new Map<string, number>();
  for (const process of group.processes) {
    const key = `${process.kind}/${process.roleId ?? ''}`;
    if (!first.has(key)) first.set(key, process.pid);
  }
  return (
    <ul>
      {group.processes.map((process) => (
        <ProcessRow key={process.pid} process={process} isFirst={first.get(`${process.kind}/${process.roleId ?? ''}`) === process.pid} onEnd={() => ended.mutate(process)} />
      ))}
    </ul>
  );
}

function Sums({ group }: { group: ProcessGroupView }) {
  return (
    <>
      <span className="num medium">{Math.round(group.cpuPercent)}%</span>
      <span className="num medium">{formatBytes(group.memoryBytes)}</span>
    </>
  );
}

function TaskGroup({ group, taskId }: { group: ProcessGroupView; taskId: string }) {
  const action = useTaskAction();
  const title = group.title ?? t('fleet.tasks.unknown');
  const runs = group.state === 'running' || group.state === 'waiting';
  return (
    <li className="fleet-group">
      <div className="fleet-proc fleet-proc--head">
        <span className="fleet-proc__name">
          {group.state !== undefined && <StateGlyph state={group.state} />}
          {group.title === undefined ? <span className="trunc medium">{title}</span> : <Link to={`/tasks/${taskId}`} className="trunc medium" title={title}>{title}</Link>}
        </span>
        <Sums group={group} />
        <span className="fleet-wide" />
        <span className="fleet-wide" />
        <span className="fleet-proc__act">
          {runs && <Button size="sm" icon={Square} busy={action.isPending} aria-label={t('fleet.tasks.stopOne', { title })} onClick={() => action.mutate(() => taskActions.stop(taskId))}>{t('fleet.tasks.stop')}</Button>}
        </span>
      </div>
      <Rows group={group} />
    </li>
  );
}

/** The names of the columns. A reader hears each figure with its unit, so they are for the eye. */
function Columns() {
  return (
    <div className="fleet-proc fleet-cols" aria-hidden="true">
      <span>{t('fleet.tasks.task')}</span>
      <span className="num">{t('fleet.cpu')}</span>
      <span className="num">{t('fleet.memory')}</span>
      <span className="num fleet-wide">{t('fleet.tasks.process')}</span>
      <span className="num fleet-wide">{t('fleet.tasks.age')}</span>
      <span className="fleet-proc__act" />
    </div>
  );
}

/** What runs, by task; Homeport's own processes are folded. */
export function Processes({ list }: { list: ListProcessesResponse }) {
  const tasks = list.items.filter((group) => group.taskId !== undefined);
  const own = list.items.find((group) => group.taskId === undefined);
  return (
    <section aria-labelledby="fleet-tasks">
      <h2 className="h2 fleet-h2" id="fleet-tasks">{t('fleet.tasks')}</h2>
      <div className="panel">
        <Columns />
        {tasks.length === 0 && <EmptyState state="queued" title={t('fleet.tasks.none')} />}
        <ul>{tasks.map((group) => group.taskId !== undefined && <TaskGroup key={group.taskId} group={group} taskId={group.taskId} />)}</ul>
        {own !== undefined && (
          <details className="fleet-own">
            <summary className="fleet-proc fleet-proc--head">
              <span className="fleet-proc__name"><Icon shape={ChevronRight} size={14} /><span className="medium">{t('fleet.tasks.own')}</span></span>
              <Sums group={own} />
              <span className="fleet-wide" />
              <span className="fleet-wide" />
              <span className="fleet-proc__act" />
            </summary>
            <Rows group={own} />
          </details>
        )}
        <div className="panel__foot">{t('fleet.tasks.live')}</div>
      </div>
    </section>
  );
}
