import type { UnitTaskView } from '@/api';
import { t } from '@/shared/lib/strings';
import { formatSpan, useNow } from '@/shared/lib/time';
import { StateGlyph } from '@/shared/ui';
import { clock } from './items/Messages';
import { subjectOf } from './items/toolText';
import type { Timeline } from './timeline/items';

const quietAfter = 60_000;

/** The measured thing instead of a spinner. */
function sentence(task: UnitTaskView, timeline: Timeline, now: number): { text: string; code?: string | undefined } | undefined {
  const since = clock(task.stateSince);
  switch (task.state) {
    case 'queued': return { text: t(task.hold === undefined ? 'task.now.queued' : `task.now.held.${task.hold}`) };
    case 'blocked': return { text: t('task.now.blocked') };
    case 'interrupted': return { text: t('task.now.interrupted', { time: since }) };
    case 'waiting':
      return { text: task.waitingReason === 'budget' ? t('task.now.budget') : t('task.now.paused', { time: since }) };
    case 'running': {
      const last = timeline.items.at(-1);
      if (last?.type === 'notice' && last.payload.code === 'retrying') return { text: [last.payload.message, last.payload.attempt === undefined ? '' : t('wait.try', { attempt: last.payload.attempt, most: last.payload.maxAttempts ?? last.payload.attempt })].join(' ').trim() };
      const tool = timeline.items.findLast((item) => item.type === 'tool_call' && item.endedAt === undefined && item.turnId === task.turnId);
      const subject = tool?.type === 'tool_call' ? subjectOf(tool.call).text.split('\n')[0] : undefined;
      const heard = Math.max(new Date(task.lastActivityAt ?? task.stateSince).getTime(), new Date(last === undefined ? task.stateSince : 'lastAt' in last ? last.lastAt : last.at).getTime());
      const quiet = now - heard;
      if (quiet >= quietAfter) return { text: t(subject === undefined ? 'task.now.quiet' : 'task.now.quietTool', { span: formatSpan(quiet) }), code: subject };
      if (subject !== undefined && subject !== '') return { text: t('task.now.running'), code: subject };
      return { text: t(last === undefined ? 'task.now.starting' : 'task.now.working') };
    }
    default: return undefined;
  }
}

export function NowLine({ task, timeline }: { task: UnitTaskView; timeline: Timeline }) {
  const now = useNow();
  const said = sentence(task, timeline, now);
  if (said === undefined) return null;
  return (
    <div className="now now--dock">
      <StateGlyph state={task.state} reason={task.waitingReason} size={14} decorative />
      <span className="nowrap">{said.text}</span>
      {said.code !== undefined && <code className="trunc" title={said.code}>{said.code}</code>}
    </div>
  );
}
