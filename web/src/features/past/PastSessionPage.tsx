import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useParams } from 'react-router';
import { call, describeError, type GetPastSessionResponse } from '@/api';
import { ItemsContext, TimelineFeed, TimelineView, type ItemContext } from '@/features/task';
import { usePage } from '@/shared/lib/page';
import { count, t } from '@/shared/lib/strings';
import { AgentPlate, EmptyState, ErrorNote, MiddlePath, RelativeTime, Skeleton } from '@/shared/ui';
import { ContinuePast } from './ContinuePast';
import { pastQueries } from './queries';

function feedOf(id: string): TimelineFeed {
  return new TimelineFeed({
    list: (range) => call('listPastSessionEvents', { id, ...range }),
    soon: (run) => requestAnimationFrame(run),
    now: () => new Date().toISOString(),
  });
}

function OneSession({ found: { session, plan } }: { found: GetPastSessionResponse }) {
  const [feed] = useState(() => feedOf(session.id));
  const [opened] = useState(() => new Map<string, boolean>());
  useEffect(() => void feed.open(), [feed]);
  const state = useSyncExternalStore(feed.subscribe, () => feed.state);
  const context = useMemo<ItemContext>(
    () => ({ taskId: '', agent: session.agentType, worktree: session.folder, liveTurn: undefined, busy: false, turns: new Map(), undoable: undefined, imported: false, opened }),
    [session.agentType, session.folder, opened],
  );
  return (
    <section className="pane grow past-one" aria-label={t('past.session')}>
      <header className="past-head">
        <AgentPlate kind={session.agentType} />
        <div className="past-row__what">
          <h1 className="trunc" title={session.title}>{session.title}</h1>
          <span className="past-row__facts xs muted">
            {session.folder !== undefined && <MiddlePath path={session.folder} />}
            {session.branch !== undefined && <code className="trunc">{session.branch}</code>}
            {session.model !== undefined && <span className="nowrap">{session.model}</span>}
            <span className="nowrap">{count('past.messages', session.messages)}</span>
            <RelativeTime at={session.lastAt} className="nowrap" />
          </span>
        </div>
      </header>
      <ItemsContext value={context}>
        <TimelineView state={state} feed={feed} draft={false} empty={<EmptyState title={t('past.empty')} />} />
      </ItemsContext>
      <div className="dock dock--flat"><ContinuePast session={session} plan={plan} /></div>
    </section>
  );
}

/** One session as its agent wrote it down, and the way on from it. */
export function PastSessionPage() {
  const { id = '' } = useParams();
  const query = useQuery(pastQueries.one(id));
  const title = query.data?.session.title ?? t('past.session');
  usePage(title, [{ label: t('app.workspace'), to: '/board' }, { label: t('past.title'), to: '/past' }, { label: title }]);
  if (query.data === undefined) {
    return query.error === null ? <Skeleton /> : <ErrorNote look="empty" error={describeError(query.error)} onRetry={() => void query.refetch()} />;
  }
  return <OneSession key={id} found={query.data} />;
}
