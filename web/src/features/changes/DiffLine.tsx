import { Fragment, memo, useMemo, type ReactNode } from 'react';
import type { DiffHunk } from '@/api';
import { cx } from '@/shared/lib/cx';
import { useLanguage, type Token } from '@/shared/lib/highlight';
import { t } from '@/shared/lib/strings';
import { diffRows, type Cell, type DiffRow } from './diffRows';
import type { Range } from './words';

interface Piece extends Token {
  readonly marked: boolean;
}

/** Cuts tokens where marks begin and end. */
function pieces(tokens: readonly Token[], marks: readonly Range[]): Piece[] {
  const list: Piece[] = [];
  let at = 0;
  for (const token of tokens) {
    const end = at + token.text.length;
    const cuts = [at, ...marks.flat().filter((cut) => cut > at && cut < end), end];
    for (let index = 1; index < cuts.length; index += 1) {
      const [from = 0, to = 0] = [cuts[index - 1], cuts[index]];
      list.push({ ...token, text: token.text.slice(from - at, to - at), marked: marks.some((mark) => mark[0] <= from && to <= mark[1]) });
    }
    at = end;
  }
  return list;
}

function draw(list: readonly Piece[]): ReactNode[] {
  const drawn: ReactNode[] = [];
  for (let index = 0; index < list.length; index += 1) {
    const piece = list[index];
    if (piece === undefined) continue;
    const text = (one: Piece, key: number) => (one.role === undefined ? <Fragment key={key}>{one.text}</Fragment> : <span key={key} className={one.role}>{one.text}</span>);
    if (!piece.marked) drawn.push(text(piece, index));
    else {
      const run: ReactNode[] = [];
      const start = index;
      for (; list[index]?.marked === true; index += 1) {
        const one = list[index];
        if (one !== undefined) run.push(text(one, index));
      }
      index -= 1;
      drawn.push(<mark key={`m${start}`}>{run}</mark>);
    }
  }
  return drawn;
}

const kindClass = { added: 'a', removed: 'd', context: undefined } as const;

export function Code({ cell }: { cell: Cell }) {
  return (
    <>
      {cell.kind !== 'context' && <span className="sr">{cell.kind === 'added' ? '+ ' : '− '}</span>}
      {draw(pieces(cell.tokens, cell.marks))}
      {cell.noNewline && <span className="nonl" title={t('changes.noNewline')}> ⏎</span>}
    </>
  );
}

export function NumberCell({ cell, mid = false, children }: { cell: Cell | undefined; mid?: boolean; children?: ReactNode }) {
  return (
    <span className={cx('ln', mid && 'mid', cell === undefined ? 'e' : kindClass[cell.kind])}>
      {cell?.line}
      {children}
    </span>
  );
}

export function CodeCell({ cell, children, selected = false }: { cell: Cell | undefined; children?: ReactNode; selected?: boolean }) {
  return (
    <span className={cx('cd', cell === undefined ? 'e' : kindClass[cell.kind], selected && 'is-sel')}>
      {children}
      {cell !== undefined && <Code cell={cell} />}
    </span>
  );
}

const PlainRow = memo(function PlainRow({ row }: { row: Extract<DiffRow, { type: 'line' }> }) {
  const cell = row.new ?? row.old;
  const gutter = cell === undefined ? undefined : kindClass[cell.kind];
  return (
    <div className="drow drow--u">
      <span className={cx('ln', gutter)}>{row.old?.line}</span>
      <span className={cx('ln', gutter)}>{row.new?.line}</span>
      <CodeCell cell={cell} />
    </div>
  );
});

/** A small difference inside a card: unified, nothing to comment on, cut after `limit` rows. */
export function InlineDiff({ hunks, path, limit = 400 }: { hunks: readonly DiffHunk[]; path: string; limit?: number }) {
  const language = useLanguage(path);
  const rows = useMemo(() => diffRows(hunks, 'unified', language, { whole: true }), [hunks, language]);
  return (
    // A region that scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="diff diff--inline" tabIndex={0} role="group" aria-label={t('changes.of', { name: path })}>
      {rows.slice(0, limit).map((row, index) =>
        row.type === 'hidden' ? (
          index > 0 && <div key={`h${row.from}`} className="dgap">⋯</div>
        ) : (
          <PlainRow key={`${row.old?.line ?? ''}:${row.new?.line ?? ''}`} row={row} />
        ),
      )}
      {rows.length > limit && <div className="dgap">{t('changes.moreLines', { count: rows.length - limit })}</div>}
    </div>
  );
}
