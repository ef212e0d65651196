import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type ReactNode } from 'react';

export interface VirtualListProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  /** Pixels, as good as known; measured when drawn. */
  readonly estimate: (item: T) => number;
  readonly render: (item: T, index: number) => ReactNode;
  readonly gap?: number;
  readonly padding?: { readonly top: number; readonly bottom: number };
  readonly className?: string;
  readonly label?: string;
}

/** A scrolling list that draws only what is seen; thousands of rows without stutter. */
export function VirtualList<T>({ items, keyOf, estimate, render, gap = 0, padding = { top: 0, bottom: 0 }, className, label }: VirtualListProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => {
      const item = items[index];
      return item === undefined ? 40 : estimate(item);
    },
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
    gap,
    paddingStart: padding.top,
    paddingEnd: padding.bottom,
    overscan: 8,
  });
  return (
    <div ref={scroller} className={className} style={{ overflow: 'auto', minHeight: 0 }} role={label === undefined ? undefined : 'list'} aria-label={label}>
      <div style={{ height: list.getTotalSize(), position: 'relative' }}>
        {list.getVirtualItems().map((row) => {
          const item = items[row.index];
          return item === undefined ? null : (
            <div
              key={row.key}
              ref={list.measureElement}
              data-index={row.index}
              role={label === undefined ? undefined : 'listitem'}
              style={{ position: 'absolute', top: 0, left: 0, right: 0, transform: `translateY(${row.start}px)` }}
            >
              {render(item, row.index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
