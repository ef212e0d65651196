import { useInfiniteQuery } from '@tanstack/react-query';
import { History, Search } from 'lucide-react';
import { useDeferredValue } from 'react';
import { Link, useSearchParams } from 'react-router';
import { describeError, type PastSessionView } from '@/api';
import { usePage } from '@/shared/lib/page';
import { count, t } from '@/shared/lib/strings';
import { AgentPlate, agentName, Banner, Button, Chip, EmptyState, ErrorNote, IconInput, MiddlePath, RelativeTime, Select, Skeleton, StateGlyph } from '@/shared/ui';
import { pastQueries } from './queries';

const kinds = ['claude_code', 'codex', 'opencode'] as const;

function PastRow({ session }: { session: PastSessionView }) {
  return (
    <li className="past-row">
      <AgentPlate kind={session.agentType} />
      <span className="past-row__what">
        <span className="row">
          <Link to={`/past/${session.id}`} className="past-row__title trunc" title={session.firstPrompt ?? session.title}>{session.title}</Link>
          {session.taskId !== undefined && <Link to={`/tasks/${session.taskId}`} className="past-row__task"><Chip tone="line">{t('past.task')}</Chip></Link>}
        </span>
        <span className="past-row__facts xs muted">
          {session.folder !== undefined && <MiddlePath path={session.folder} />}
          {session.branch !== undefined && <code className="trunc">{session.branch}</code>}
        </span>
      </span>
      <span className="past-row__count xs muted num">{count('past.messages', session.messages)}</span>
      <RelativeTime at={session.lastAt} className="past-row__age xs muted" />
    </li>
  );
}

/** What is looked for stands in the address, so that coming back from a session shows the same list. */
function useSearch() {
  const [parameters, setParameters] = useSearchParams();
  const set = (name: string, value: string) =>
    setParameters((known) => {
      if (value === '') known.delete(name);
      else known.set(name, value);
      return known;
    }, { replace: true });
  return { query: parameters.get('q') ?? '', agent: parameters.get('agent') ?? '', set };
}

/** The sessions that agents keep themselves, found by words and newest first. */
export function PastListPage() {
  usePage(t('past.title'), [{ label: t('app.workspace'), to: '/board' }, { label: t('past.title') }]);
  const { query, agent, set } = useSearch();
  const looked = useDeferredValue(query.trim());
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(pastQueries.list({ query: looked, agent }));
  const sessions = data?.pages.flatMap((page) => page.items);
  const first = data?.pages[0];
  const narrowed = looked !== '' || agent !== '';
  return (
    <div className="page">
      <div className="past">
        <div className="page-head">
          <div className="grow">
            <h1>{t('past.title')}</h1>
            <p>{t('past.lede')}</p>
          </div>
        </div>
        <div className="past-bar">
          <IconInput icon={Search} type="search" value={query} placeholder={t('past.search')} aria-label={t('past.search')} maxLength={200} wrapClass="grow" onChange={(event) => set('q', event.target.value)} />
          <Select
            label={t('past.agent')}
            look="filter"
            active={agent !== ''}
            value={agent}
            onChange={(value) => set('agent', value)}
            options={[{ value: '', label: t('past.anyAgent') }, ...kinds.map((kind) => ({ value: kind, label: agentName(kind) }))]}
          />
        </div>
        {error !== null && <ErrorNote error={describeError(error)} onRetry={() => void refetch()} />}
        {first?.problem !== undefined && <Banner tone="failed" state="failed" actions={<Button size="sm" onClick={() => void refetch()}>{t('retry')}</Button>}><b className="medium">{t('past.unread')}</b><p>{first.problem}</p></Banner>}
        {sessions === undefined && error === null && <Skeleton />}
        {first?.reading === true && <p className="past-reading xs muted" role="status"><StateGlyph state="running" size={14} decorative />{t('past.reading')}</p>}
        {sessions?.length === 0 && first?.reading === false && (
          <EmptyState icon={History} title={t(narrowed ? 'past.noneFound' : 'past.none')}>{t(narrowed ? 'past.noneFoundText' : 'past.noneText')}</EmptyState>
        )}
        {sessions !== undefined && sessions.length > 0 && (
          <ul className="panel" aria-label={t('past.title')}>
            {sessions.map((session) => <PastRow key={session.id} session={session} />)}
          </ul>
        )}
        {hasNextPage && <Button className="set-more" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('past.more')}</Button>}
      </div>
    </div>
  );
}
