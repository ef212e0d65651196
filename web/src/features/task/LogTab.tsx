import { Search } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import type { EventView } from '@/api';
import { t } from '@/shared/lib/strings';
import { Button, IconInput, VirtualList } from '@/shared/ui';
import type { FeedState, TimelineFeed } from './timeline/feed';

function time(at: string): string {
  return new Date(at).toISOString().slice(11, 23);
}

function LogRow({ event }: { event: EventView }) {
  const [open, setOpen] = useState(false);
  const text = JSON.stringify(event.payload);
  return (
    <div className="logrow">
      <button type="button" className="logrow__head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="num muted">{event.sequence}</span>
        <span className="num muted wide-phone">{time(event.at)}</span>
        <b className="medium">{event.kind}</b>
        <span className="trunc grow soft">{text.slice(0, 300)}</span>
      </button>
      {open && <pre className="out">{JSON.stringify(event, null, 2)}</pre>}
    </div>
  );
}

/** Every event as it is stored, newest first. */
export function LogTab({ state, feed }: { state: FeedState; feed: TimelineFeed }) {
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query.trim().toLowerCase());
  const shown = useMemo(() => {
    const newest = state.events.toReversed();
    return wanted === '' ? newest : newest.filter((event) => event.kind.includes(wanted) || JSON.stringify(event.payload).toLowerCase().includes(wanted));
  }, [state.events, wanted]);
  return (
    <>
      <div className="toolbar" style={{ padding: '6px 12px' }}>
        <IconInput small icon={Search} type="search" wrapClass="grow" aria-label={t('log.filter')} placeholder={t('log.filter')} value={query} onChange={(event) => setQuery(event.target.value)} />
        <span className="xs muted num nowrap" role="status">{t('log.shown', { shown: shown.length, count: state.events.length })}</span>
        {state.hasOlder && <Button size="sm" busy={state.readingOlder} onClick={() => void feed.older()}>{t('log.older')}</Button>}
      </div>
      {shown.length === 0 ? (
        <p className="xs muted" style={{ padding: 16 }}>{query === '' ? t('log.empty') : t('log.noMatches', { query })}</p>
      ) : (
        <VirtualList className="grow" items={shown} keyOf={(event) => String(event.sequence)} estimate={() => 28} render={(event) => <LogRow event={event} />} />
      )}
    </>
  );
}
