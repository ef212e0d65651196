import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from '@/shared/lib/cx';

export interface TabItem<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly count?: number | undefined;
  readonly body: ReactNode;
}

/** Tabs with their bodies; `end` stands at the right of the tab row. */
export function Tabs<T extends string>({ label, value, onChange, items, end, className }: { label: string; value: T; onChange: (value: T) => void; items: readonly TabItem<T>[]; end?: ReactNode; className?: string }) {
  return (
    <Radix.Root
      className={cx('pane grow', className)}
      value={value}
      onValueChange={(next) => {
        const item = items.find((one) => one.value === next);
        if (item !== undefined) onChange(item.value);
      }}
    >
      <div className="tabs">
        <Radix.List aria-label={label} style={{ display: 'flex', gap: 4 }}>
          {items.map((item) => (
            <Radix.Trigger key={item.value} value={item.value} className="tab">
              {item.label}
              {item.count !== undefined && item.count > 0 && <span className="count">{item.count}</span>}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {end !== undefined && <div className="row row-tight end">{end}</div>}
      </div>
      {items.map((item) => (
        <Radix.Content key={item.value} value={item.value} className="pane grow" tabIndex={-1}>
          {item.body}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
