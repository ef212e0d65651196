import type { LucideIcon } from 'lucide-react';
import { cx } from '@/shared/lib/cx';

export type IconShape = LucideIcon;

/** A lucide icon at one of the four drawn sizes; always decoration, the name stands in text or in aria-label. */
export function Icon({ shape: Shape, size = 16, className }: { shape: LucideIcon; size?: 12 | 14 | 16 | 20; className?: string }) {
  return <Shape className={cx('i', size !== 16 && `i-${size}`, className)} aria-hidden="true" focusable="false" />;
}
