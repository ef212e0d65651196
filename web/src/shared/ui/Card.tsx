import type { ComponentProps, ReactNode } from 'react';
import { cx } from '@/shared/lib/cx';

/** A panel with head and foot; the frame of everything that is not a list of its own. */
export function Panel({ head, foot, children, className, ...rest }: ComponentProps<'section'> & { head?: ReactNode; foot?: ReactNode }) {
  return (
    <section {...rest} className={cx('panel', className)}>
      {head !== undefined && <div className="panel__head">{head}</div>}
      {children}
      {foot !== undefined && <div className="panel__foot">{foot}</div>}
    </section>
  );
}

/** A card of the board. `tone` colours its edge. */
export function Card({ tone, selected = false, className, ...rest }: ComponentProps<'article'> & { tone?: 'needs' | 'failed' | undefined; selected?: boolean }) {
  return <article {...rest} className={cx('card', tone !== undefined && `card--${tone}`, selected && 'is-selected', className)} />;
}
