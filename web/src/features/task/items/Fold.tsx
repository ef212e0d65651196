import { useState, type ReactNode } from 'react';
import { cx } from '@/shared/lib/cx';
import { useItems } from './context';

/** A card of one row that opens; its body is drawn only while open. */
export function Fold({ id, openFirst = false, className, head, children }: { id: string; openFirst?: boolean; className?: string | undefined; head: ReactNode; children: () => ReactNode }) {
  const { opened } = useItems();
  const [chosen, setChosen] = useState(opened.get(id));
  const open = chosen ?? openFirst;
  return (
    <details
      className={cx('tool', className)}
      open={open}
      onToggle={(event) => {
        const next = event.currentTarget.open;
        if (next === open) return;
        opened.set(id, next);
        setChosen(next);
      }}
    >
      <summary>{head}</summary>
      {open && <div className="tool__body">{children()}</div>}
    </details>
  );
}
