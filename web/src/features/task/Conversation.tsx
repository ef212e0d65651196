import { useMemo, useState } from 'react';
import type { AgentView, GetUnitTaskResponse } from '@/api';
import { askTitle, ApprovalDock } from '@/features/approvals';
import { TrustCard } from '@/features/trust';
import { BudgetAsk, CostPanel } from '@/features/usage';
import { t } from '@/shared/lib/strings';
import { Announcer } from './Announcer';
import { ClockWait } from './ClockWait';
import { Composer } from './composer/Composer';
import { QueueRows } from './composer/QueueRows';
import { DraftPrompt } from './DraftPrompt';
import { ItemsContext, type ItemContext } from './items/context';
import { isBusy, waitsForClock } from './nextStep';
import { NowLine } from './NowLine';
import { PlanBar } from './PlanBar';
import { TimelineView } from './timeline/TimelineView';
import type { FeedState, TimelineFeed } from './timeline/feed';

/** Left pane: plan bar, timeline, what is asked, what waits, and where to write. */
export function Conversation({ detail, state, feed, agent }: { detail: GetUnitTaskResponse; state: FeedState; feed: TimelineFeed; agent: AgentView | undefined }) {
  const { task, sessions, pendingApprovals, queuedPrompts } = detail;
  const { timeline } = state.rows;
  const live = task.state === 'running' || task.state === 'waiting';
  const [showsCost, setShowsCost] = useState(false);
  const [opened] = useState(() => new Map<string, boolean>());
  const turns = useMemo(() => new Map(sessions.flatMap((session) => session.turns).map((turn) => [turn.id, turn])), [sessions]);
  const undoable = timeline.spoken ? undefined : timeline.rewinds.at(-1)?.rewindId;
  const busy = isBusy(task);
  const imported = timeline.items[0]?.type === 'imported';
  const context = useMemo<ItemContext>(
    () => ({ taskId: task.id, agent: task.agentType, worktree: task.worktreePath, liveTurn: live ? task.turnId : undefined, busy, turns, undoable, imported, opened }),
    [task.id, task.agentType, task.worktreePath, live, task.turnId, busy, turns, undoable, imported, opened],
  );
  const asked = pendingApprovals[0];
  // The timeline's figures are newer than the task's while a turn runs.
  const usage = { ...task.usage, ...(timeline.usage?.contextUsed === undefined ? {} : { contextUsed: timeline.usage.contextUsed }), ...(timeline.usage?.contextSize === undefined ? {} : { contextSize: timeline.usage.contextSize }) };
  return (
    <section className="pane grow" aria-label={t('task.conversation')}>
      {timeline.plan !== undefined && <PlanBar entries={timeline.plan.entries} live={live} />}
      <ItemsContext value={context}>
        <TimelineView
          state={state}
          feed={feed}
          draft={task.state === 'draft'}
          empty={<DraftPrompt task={task} />}
        />
      </ItemsContext>
      {!waitsForClock(task) && <NowLine task={task} timeline={timeline} />}
      <div className="dock dock--flat">
        <TrustCard task={task} />
        <ClockWait task={task} />
        <ApprovalDock approvals={pendingApprovals} />
        <BudgetAsk task={task} />
        {showsCost && <CostPanel task={task} onClose={() => setShowsCost(false)} />}
        <QueueRows taskId={task.id} prompts={queuedPrompts} held={task.state === 'interrupted' || task.state === 'failed' || waitsForClock(task) || task.waitingReason === 'budget'} />
        <Composer task={task} agent={agent} usage={usage} commands={timeline.commands ?? []} servers={timeline.mcpServers} onCost={() => setShowsCost((shows) => !shows)} />
      </div>
      <Announcer timeline={timeline} agent={task.agentType} asks={asked === undefined ? undefined : askTitle(asked)} />
    </section>
  );
}
