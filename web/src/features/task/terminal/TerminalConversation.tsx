import { lazy, Suspense, useMemo, useState } from 'react';
import type { AgentView, GetUnitTaskResponse } from '@/api';
import { TrustCard } from '@/features/trust';
import { BudgetAsk } from '@/features/usage';
import { t } from '@/shared/lib/strings';
import { Segmented, Skeleton } from '@/shared/ui';
import { Announcer } from '../Announcer';
import { ClockWait } from '../ClockWait';
import { Composer } from '../composer/Composer';
import { QueueRows } from '../composer/QueueRows';
import { DraftPrompt } from '../DraftPrompt';
import { ItemsContext, type ItemContext } from '../items/context';
import { isBusy, waitsForClock } from '../nextStep';
import { NowLine } from '../NowLine';
import type { FeedState, TimelineFeed } from '../timeline/feed';
import { TimelineView } from '../timeline/TimelineView';
import { GuessedState } from './GuessedState';

const AgentTerminal = lazy(() => import('./AgentTerminal').then((module) => ({ default: module.AgentTerminal })));

/** Left pane of a task whose agent is a program in a terminal: its screen, or what Homeport knows of its turns, and where to write. */
export function TerminalConversation({ detail, state, feed, agent }: { detail: GetUnitTaskResponse; state: FeedState; feed: TimelineFeed; agent: AgentView | undefined }) {
  const { task, sessions, queuedPrompts } = detail;
  const { timeline } = state.rows;
  const [shown, setShown] = useState<'terminal' | 'timeline'>('terminal');
  const [opened] = useState(() => new Map<string, boolean>());
  const turns = useMemo(() => new Map(sessions.flatMap((session) => session.turns).map((turn) => [turn.id, turn])), [sessions]);
  const busy = isBusy(task);
  const context = useMemo<ItemContext>(
    () => ({ taskId: task.id, agent: task.agentType, worktree: task.worktreePath, liveTurn: busy ? task.turnId : undefined, busy, turns, undoable: undefined, opened }),
    [task.id, task.agentType, task.worktreePath, task.turnId, busy, turns, opened],
  );
  const draft = task.state === 'draft';
  return (
    <section className="pane grow" aria-label={t('task.conversation')}>
      {!draft && (
        <div className="aterm__bar">
          <GuessedState task={task} activity={timeline.activity} />
          <span className="xs muted aterm__asks" title={t('agentTerminal.asks')}>{t('agentTerminal.asks')}</span>
          <Segmented
            label={t('agentTerminal.show')}
            value={shown}
            onChange={setShown}
            options={[{ value: 'terminal', label: t('agentTerminal.show.terminal') }, { value: 'timeline', label: t('agentTerminal.show.timeline') }]}
          />
        </div>
      )}
      {shown === 'terminal' && !draft
        ? <Suspense fallback={<Skeleton />}><AgentTerminal task={task} /></Suspense>
        : <ItemsContext value={context}><TimelineView state={state} feed={feed} draft={draft} empty={<DraftPrompt task={task} />} /></ItemsContext>}
      {task.state !== 'running' && !waitsForClock(task) && <NowLine task={task} timeline={timeline} />}
      <div className="dock dock--flat aterm__dock">
        <TrustCard task={task} />
        <ClockWait task={task} />
        <BudgetAsk task={task} />
        <QueueRows taskId={task.id} prompts={queuedPrompts} held={task.state === 'interrupted' || task.state === 'failed' || waitsForClock(task) || task.waitingReason === 'budget'} />
        <Composer task={task} agent={agent} usage={task.usage} commands={[]} servers={timeline.mcpServers} onCost={() => undefined} />
      </div>
      <Announcer timeline={timeline} agent={task.agentType} asks={undefined} />
    </section>
  );
}
