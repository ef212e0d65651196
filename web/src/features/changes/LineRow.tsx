import { Plus } from 'lucide-react';
import { memo, useState } from 'react';
import type { DiffSide } from '@/api';
import { cx } from '@/shared/lib/cx';
import { t } from '@/shared/lib/strings';
import { Icon } from '@/shared/ui';
import { CodeCell, NumberCell } from './DiffLine';
import type { Cell } from './diffRows';
import type { ViewRow } from './viewRows';

export interface Pick {
  readonly path: string;
  readonly side: DiffSide;
  readonly from: number;
  readonly to: number;
}

export interface LinePointer {
  /** The pointer went down on a line's number or its plus. */
  readonly start: (path: string, cell: Cell) => void;
  /** It moved over another line while down. */
  readonly over: (path: string, cell: Cell) => void;
  /** Pressed by keyboard or a plain click. */
  readonly comment: (path: string, cell: Cell) => void;
}

export interface LineRowProps {
  readonly view: Extract<ViewRow, { type: 'line' }>;
  readonly picked: Pick | undefined;
  readonly active: boolean;
  readonly pointer: LinePointer;
}

function within(cell: Cell | undefined, path: string, picked: Pick | undefined): boolean {
  return cell !== undefined && picked !== undefined && picked.path === path && picked.side === cell.side && cell.line >= Math.min(picked.from, picked.to) && cell.line <= Math.max(picked.from, picked.to);
}

/** One line. Over its number, a plus: a click comments, a drag takes several lines. */
export const LineRow = memo(function LineRow({ view, picked, active, pointer }: LineRowProps) {
  const [hovered, setHovered] = useState<DiffSide>();
  const { row, file, layout } = view;
  const { path } = file;
  const shown = hovered ?? (active ? (row.new === undefined ? 'old' : 'new') : undefined);
  const plus = (cell: Cell | undefined) =>
    cell?.side === shown && cell !== undefined && (
      <button
        type="button"
        className="plus"
        aria-label={t('comment.add')}
        tabIndex={active ? 0 : -1}
        onPointerDown={(event) => {
          event.preventDefault();
          pointer.start(path, cell);
        }}
        onClick={() => pointer.comment(path, cell)}
      >
        <Icon shape={Plus} size={12} />
      </button>
    );
  const hover = (cell: Cell | undefined) => ({
    onPointerEnter: () => {
      setHovered(cell?.side);
      if (cell !== undefined) pointer.over(path, cell);
    },
  });
  const code = (cell: Cell | undefined) => (
    <span style={{ display: 'grid' }} {...hover(cell)}>
      <CodeCell cell={cell} selected={within(cell, path, picked)}>{plus(cell)}</CodeCell>
    </span>
  );
  if (layout === 'unified') {
    const cell = row.new ?? row.old;
    const kind = cell === undefined || cell.kind === 'context' ? undefined : cell.kind === 'added' ? 'a' : 'd';
    return (
      <div className={cx('drow drow--u', active && 'is-active')} onPointerLeave={() => setHovered(undefined)}>
        <span className={cx('ln', kind)}>{row.old?.line}</span>
        <span className={cx('ln', kind)}>{row.new?.line}</span>
        {code(cell)}
      </div>
    );
  }
  return (
    <div className={cx('drow', active && 'is-active')} onPointerLeave={() => setHovered(undefined)}>
      <NumberCell cell={row.old} />
      {code(row.old)}
      <NumberCell cell={row.new} mid />
      {code(row.new)}
    </div>
  );
});
