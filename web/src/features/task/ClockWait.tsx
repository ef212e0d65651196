import { Clock, RefreshCw } from 'lucide-react';
import { call, type UnitTaskView } from '@/api';
import { taskActions, useTaskAction } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { formatClock, formatLeft, useLeft } from '@/shared/lib/time';
import { Button, Icon, Switch } from '@/shared/ui';

/** Nothing runs, and the clock decides: when it goes on, how often it was tried, and how to choose otherwise. */
export function ClockWait({ task }: { task: UnitTaskView }) {
  if (task.state !== 'waiting') return null;
  if (task.waitingReason === 'overloaded') return <Overloaded task={task} />;
  return task.waitingReason === 'limit' ? <Limit task={task} /> : null;
}

function useSchedule(task: UnitTaskView) {
  const action = useTaskAction();
  const schedule = (at: string | undefined) => action.mutate(() => call('scheduleResume', { taskId: task.id, ...(at === undefined ? {} : { at }) }));
  return { busy: action.isPending, schedule, resume: () => action.mutate(() => taskActions.resume(task.id)) };
}

function Overloaded({ task }: { task: UnitTaskView }) {
  const { busy, schedule } = useSchedule(task);
  const left = useLeft(task.resumeAt);
  const tries = t('wait.try', { attempt: task.attempt ?? 1, most: task.maxAttempts ?? 1 });
  return (
    <section className="wait" aria-label={t('wait.overloaded')}>
      <Icon shape={RefreshCw} size={14} />
      <p className="grow num">
        <b className="strong">{t('wait.overloaded')}</b> {left > 0 ? t('wait.next', { left: formatLeft(left) }) : t('wait.now')} <span className="muted">{tries}</span>
      </p>
      <Button size="sm" busy={busy} onClick={() => schedule(new Date().toISOString())}>{t('wait.tryNow')}</Button>
      <Button size="sm" kind="ghost" disabled={busy} onClick={() => schedule(undefined)}>{t('wait.noMore')}</Button>
    </section>
  );
}

function Limit({ task }: { task: UnitTaskView }) {
  const { busy, schedule, resume } = useSchedule(task);
  const resets = task.limitResetsAt;
  const left = useLeft(task.resumeAt ?? resets);
  return (
    <section className="wait wait--needs" aria-label={t('wait.limit')}>
      <Icon shape={Clock} size={14} />
      <p className="grow num">
        <b className="strong">{resets === undefined ? t('wait.limitUnknown') : t('wait.until', { time: formatClock(resets) })}</b>{' '}
        {left > 0 && t(task.resumeAt === undefined ? 'wait.resetsIn' : 'wait.resumesIn', { left: formatLeft(left) })}
      </p>
      {resets !== undefined && (
        <Switch
          label={t('wait.byItself')}
          checked={task.resumeAt !== undefined}
          disabled={busy}
          onChange={(event) => schedule(event.target.checked ? later(resets) : undefined)}
        />
      )}
      <Button size="sm" busy={busy} onClick={resume}>{t('wait.resumeNow')}</Button>
    </section>
  );
}

/** The clocks of providers differ from ours by a little. */
function later(at: string): string {
  return new Date(new Date(at).getTime() + 5_000).toISOString();
}
