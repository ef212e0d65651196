import { useVirtualizer, defaultRangeExtractor, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { t } from '@/shared/lib/strings';
import { CommentBox, CommentEditor } from './Comments';
import type { Cell } from './diffRows';
import { FileFacts, FileFailed, FileHead, FileWaiting, HiddenLines } from './FileRows';
import { LineRow, type LinePointer, type Pick } from './LineRow';
import type { Editors } from './useEditors';
import { estimateOf, type ViewRow } from './viewRows';

const headHeight = 36;

export interface DiffHandle {
  readonly show: (path: string) => void;
}

export interface DiffViewProps {
  readonly ref: Ref<DiffHandle>;
  readonly taskId: string;
  readonly rows: readonly ViewRow[];
  readonly editors: Editors;
  readonly onNear: (paths: readonly string[]) => void;
  readonly onCurrent: (path: string) => void;
  readonly onFold: (path: string, folded: boolean) => void;
  readonly onViewed: (path: string, viewed: boolean) => void;
  readonly onExpand: (path: string) => void;
  readonly onRetry: (path: string) => void;
}

/** A drag over line numbers, and what it comes to when the pointer goes up. */
function useLinePick(rows: readonly ViewRow[], editors: Editors) {
  const [picked, setPicked] = useState<Pick>();
  const held = useRef<Pick>(undefined);
  const open = useCallback(
    ({ path, side, from, to }: Pick) => {
      const [startLine, endLine] = [Math.min(from, to), Math.max(from, to)];
      const texts: string[] = [];
      for (const row of rows) {
        if (row.type !== 'line' || row.file.path !== path) continue;
        const cell = side === 'old' ? row.row.old : row.row.new;
        if (cell !== undefined && cell.line >= startLine && cell.line <= endLine) texts.push(cell.text);
      }
      editors.open({ path, side, startLine, endLine, quote: texts.join('\n') });
    },
    [rows, editors],
  );
  const set = useCallback((next: Pick | undefined) => {
    held.current = next;
    setPicked(next);
  }, []);
  useEffect(() => {
    const up = () => {
      const pick = held.current;
      if (pick === undefined) return;
      set(undefined);
      if (pick.from !== pick.to) open(pick);
    };
    addEventListener('pointerup', up);
    return () => removeEventListener('pointerup', up);
  }, [open, set]);
  const pointer = useMemo<LinePointer>(
    () => ({
      start: (path, cell) => set({ path, side: cell.side, from: cell.line, to: cell.line }),
      over: (path, cell) => {
        const pick = held.current;
        if (pick !== undefined && pick.path === path && pick.side === cell.side) set({ ...pick, to: cell.line });
      },
      comment: (path, cell) => open({ path, side: cell.side, from: cell.line, to: cell.line }),
    }),
    [open, set],
  );
  return { picked, pointer, open };
}

interface Cursor {
  readonly key: string;
  readonly from: string;
}

/** The lines from one row to another of the same file: those of the new side, or of the old one where nothing new is among them. */
function pickBetween(rows: readonly ViewRow[], from: string, to: string): Pick | undefined {
  const places = [rows.findIndex((row) => row.key === from), rows.findIndex((row) => row.key === to)].toSorted((a, b) => a - b);
  const [first = -1, last = -1] = places;
  const path = rows[last]?.file.path;
  if (first < 0 || path === undefined || rows[first]?.file.path !== path) return undefined;
  const lines = rows.slice(first, last + 1).flatMap((row) => (row.type === 'line' ? [row.row] : []));
  for (const side of ['new', 'old'] as const) {
    const cells: Cell[] = lines.flatMap((line) => line[side] ?? []);
    const [start, end] = [cells[0], cells.at(-1)];
    if (start !== undefined && end !== undefined) return { path, side, from: start.line, to: end.line };
  }
  return undefined;
}

/** The line that the arrow keys stand on; Shift extends, Enter comments. */
function useCursor(rows: readonly ViewRow[], open: (pick: Pick) => void, show: (index: number) => void) {
  const [cursor, setCursor] = useState<Cursor>();
  const picked = cursor === undefined ? undefined : pickBetween(rows, cursor.from, cursor.key);
  const range = cursor === undefined || cursor.from === cursor.key ? undefined : picked;
  const onKeyDown = (event: KeyboardEvent<HTMLElement>, firstVisible: number) => {
    if (event.target !== event.currentTarget && !(event.target instanceof HTMLElement && event.target.classList.contains('plus'))) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const at = cursor === undefined ? -1 : rows.findIndex((row) => row.key === cursor.key);
      let next = at < 0 ? firstVisible : at + step;
      while (rows[next] !== undefined && rows[next]?.type !== 'line') next += step;
      const row = rows[next];
      if (row === undefined) return;
      setCursor({ key: row.key, from: event.shiftKey && cursor !== undefined ? cursor.from : row.key });
      show(next);
    } else if (event.key === 'Enter' && cursor !== undefined && event.target === event.currentTarget && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (picked !== undefined) open(picked);
    } else if (event.key === 'Escape') setCursor(undefined);
  };
  const here = rows.find((row) => row.key === cursor?.key);
  const spoken = here?.type === 'line' ? (here.row.new ?? here.row.old) : undefined;
  return { key: cursor?.key, range, onKeyDown, spoken };
}

/** All differences under one another, drawn only where they are seen. */
export function DiffView(props: DiffViewProps) {
  const { ref, rows, onNear, onCurrent } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const heads = useMemo(() => rows.flatMap((row, index) => (row.type === 'head' ? [index] : [])), [rows]);
  const headAt = useCallback((index: number) => heads.findLast((head) => head <= index) ?? 0, [heads]);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const row = rows[index];
      return row === undefined ? 20 : estimateOf(row);
    },
    getItemKey: (index) => rows[index]?.key ?? index,
    // What is looked at stays in place when something above it is read or folded.
    anchorTo: 'end',
    scrollEndThreshold: 0,
    overscan: 24,
    rangeExtractor: (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      const head = headAt(range.startIndex);
      return indexes.includes(head) ? indexes : [head, ...indexes];
    },
  });
  const first = list.range?.startIndex ?? 0;
  // The file whose lines stand under the sticking head; a head that comes near takes over.
  // What came in above moves the offset even where everything fits and nothing can be scrolled.
  const offset = Math.min(list.scrollOffset ?? 0, Math.max(0, list.getTotalSize() - (list.scrollRect?.height ?? 0)));
  const under = list.getVirtualItemForOffset(offset + headHeight)?.index ?? first;
  const current = headAt(under);
  const currentPath = rows[current]?.file.path;
  const near = rows.slice(Math.max(0, first - 40), (list.range?.endIndex ?? 0) + 60).filter((row) => row.type === 'waiting').map((row) => row.file.path).join('\n');

  useEffect(() => {
    if (near !== '') onNear(near.split('\n'));
  }, [near, onNear]);
  useEffect(() => {
    if (currentPath !== undefined) onCurrent(currentPath);
  }, [currentPath, onCurrent]);
  useImperativeHandle(ref, () => ({
    show: (path) => {
      const index = rows.findIndex((row) => row.type === 'head' && row.file.path === path);
      if (index >= 0) list.scrollToIndex(index, { align: 'start' });
    },
  }));

  const { picked, pointer, open } = useLinePick(rows, props.editors);
  const cursor = useCursor(rows, open, (index) => list.scrollToIndex(index, { align: 'auto' }));
  return (
    // A region that scrolls and moves a cursor by keys has no element of its own.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex
    <div ref={scroller} className="dscroll diff" role="group" aria-label={t('changes.diff')} tabIndex={0} onKeyDown={(event) => cursor.onKeyDown(event, first)}>
      <div style={{ height: list.getTotalSize(), position: 'relative' }}>
        {list.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const sticks = item.index === current;
          return (
            <div
              key={item.key}
              ref={list.measureElement}
              data-index={item.index}
              style={sticks ? { position: 'sticky', top: 0, zIndex: 'var(--z-sticky)' } : { position: 'absolute', top: 0, left: 0, right: 0, transform: `translateY(${item.start}px)` }}
            >
              {drawRow(row, props, { picked: picked ?? cursor.range, active: cursor.key === row.key, pointer }, () => scroller.current?.focus({ preventScroll: true }))}
            </div>
          );
        })}
      </div>
      <span className="sr" role="status">{cursor.spoken === undefined ? '' : `${cursor.spoken.line}: ${cursor.spoken.text}`}</span>
    </div>
  );
}

function drawRow(row: ViewRow, props: DiffViewProps, line: { picked: Pick | undefined; active: boolean; pointer: LinePointer }, refocus: () => void): ReactNode {
  const { path } = row.file;
  switch (row.type) {
    case 'head': return <FileHead row={row} onFold={() => props.onFold(path, !row.folded)} onViewed={(viewed) => props.onViewed(path, viewed)} />;
    case 'waiting': return <FileWaiting height={row.height} path={path} />;
    case 'failed': return <FileFailed error={row.error} onRetry={() => props.onRetry(path)} />;
    case 'facts': return <FileFacts diff={row.diff} file={row.file} />;
    case 'truncated': return <div className="dnote">{t('changes.truncated')}</div>;
    case 'hidden': return <HiddenLines row={row} onExpand={() => props.onExpand(path)} />;
    case 'line': return <LineRow view={row} {...line} picked={line.picked?.path === path ? line.picked : undefined} />;
    case 'comment': return <CommentBox comment={row.comment} place={row.place} taskId={props.taskId} editors={props.editors} />;
    case 'editor': return <CommentEditor editor={row.editor} taskId={props.taskId} editors={props.editors} onDone={refocus} />;
  }
}
