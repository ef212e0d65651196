import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { describeError } from '@/api';
import { useShortcut } from '@/shared/lib/shortcuts';
import { count, t } from '@/shared/lib/strings';
import { Button, ErrorNote, Skeleton } from '@/shared/ui';
import { RowView } from '../items/RowView';
import type { TimelineFeed, FeedState } from './feed';
import type { Row } from './rows';

/** How far from the end still counts as the end. */
const nearEnd = 48;

function estimate(row: Row | undefined): number {
  if (row === undefined || row.type === 'group') return 36;
  switch (row.item.type) {
    case 'agent_message': return 34 + Math.ceil(row.item.text.length / 60) * 22;
    case 'user_message': return 62 + Math.ceil(row.item.payload.text.length / 60) * 22;
    case 'error': return 120;
    default: return 40;
  }
}

/** Opens at the end, follows only while at the end, never moves what is read when older events come in above. */
export function TimelineView({ state, feed, draft, empty }: { state: FeedState; feed: TimelineFeed; /** Not started: what there is so far, and the prompt. */ draft: boolean; empty: ReactNode }) {
  const { list: rows } = state.rows;
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimate(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: nearEnd,
    overscan: 6,
    paddingEnd: 16,
  });
  const seen = useSeen(rows, atEnd);
  useOpenAtEnd(rows.length > 0, () => list.scrollToEnd());
  useStayAtEnd(scroller, rows.length > 0, atEnd, () => list.scrollToEnd());
  useOlder(scroller, state, feed, list.range?.startIndex ?? 0);
  const toEnd = () => {
    list.scrollToEnd();
    setAtEnd(true);
  };
  useShortcut({ keys: 'Shift+KeyG', label: t('keys.task.end'), group: t('keys.task'), run: toEnd });

  if (state.status === 'failed') return <ErrorNote look="empty" error={describeError(state.error)} onRetry={() => void feed.open()} />;
  if (state.status === 'opening') return <Skeleton className="grow" />;
  if (rows.length === 0 || draft) return <div className="tl">{rows.map((row) => <RowView key={row.key} row={row} />)}{empty}</div>;
  return (
    <div className="tl-wrap">
      {(state.readingOlder || state.olderError !== undefined) && (
        <div className="tl__head">
          {state.olderError === undefined ? <span className="badge">{t('task.older')}</span> : <ErrorNote error={{ ...describeError(state.olderError), title: t('task.olderFailed') }} onRetry={() => void feed.older()} />}
        </div>
      )}
      <div
        ref={scroller}
        className="tl tl--rows"
        role="log"
        aria-live="off"
        aria-label={t('task.timeline')}
        aria-busy={state.readingOlder}
        // A region that scrolls must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          setAtEnd(scrollHeight - scrollTop - clientHeight <= nearEnd);
        }}
      >
        <div className="tl__rows" style={{ height: list.getTotalSize() }}>
          {list.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return row === undefined ? null : (
              <div key={item.key} ref={list.measureElement} data-index={item.index} className="tl__row" style={{ transform: `translateY(${item.start}px)` }}>
                <RowView row={row} />
              </div>
            );
          })}
        </div>
      </div>
      {!atEnd && (
        <Button size="sm" className="tl__new" icon={ArrowDown} onClick={toEnd}>
          {seen > 0 ? count('task.new', seen) : t('task.toEnd')}
        </Button>
      )}
    </div>
  );
}

/** How many rows came since the end was last in view. */
function useSeen(rows: readonly Row[], atEnd: boolean): number {
  const last = rows.at(-1)?.key;
  const [seen, setSeen] = useState<string>();
  if (atEnd && seen !== last) setSeen(last);
  if (atEnd || seen === undefined) return 0;
  const index = rows.findLastIndex((row) => row.key === seen);
  return index < 0 ? 0 : rows.length - 1 - index;
}

function useOpenAtEnd(ready: boolean, toEnd: () => void): void {
  const done = useRef(false);
  useEffect(() => {
    if (!ready || done.current) return;
    done.current = true;
    toEnd();
  }, [ready, toEnd]);
}

/** What stands below may grow, an approval for example: whoever was at the end stays there. */
function useStayAtEnd(scroller: React.RefObject<HTMLDivElement | null>, ready: boolean, atEnd: boolean, toEnd: () => void): void {
  const now = useRef({ atEnd, toEnd });
  useEffect(() => {
    now.current = { atEnd, toEnd };
  });
  useEffect(() => {
    const element = scroller.current;
    if (!ready || element === null) return;
    const observer = new ResizeObserver(() => {
      if (now.current.atEnd) now.current.toEnd();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, ready]);
}

/** Reads an older page when its place comes near, or when what is there does not fill the view. */
function useOlder(scroller: React.RefObject<HTMLDivElement | null>, state: FeedState, feed: TimelineFeed, firstIndex: number): void {
  const { status, hasOlder, readingOlder, olderError } = state;
  const rows = state.rows.list.length;
  useEffect(() => {
    if (status !== 'open' || !hasOlder || readingOlder || olderError !== undefined || rows === 0) return;
    const element = scroller.current;
    const short = element !== null && element.scrollHeight <= element.clientHeight + 40;
    if (short || firstIndex < 12) void feed.older();
  }, [scroller, feed, status, hasOlder, readingOlder, olderError, rows, firstIndex]);
}
