import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { cx } from '@/shared/lib/cx';
import { t } from '@/shared/lib/strings';
import { IconButton } from './Button';

export interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** Drawn instead of the title line; the title still names the dialog. */
  readonly bare?: boolean;
  readonly width?: number;
  readonly foot?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
  /** Where the focus goes when it opens; otherwise the first control. */
  readonly onOpenFocus?: (event: Event) => void;
}

/*
 * Radix's own overlay locks scrolling with an inline style sheet, which the content security policy forbids.
 * The page itself never scrolls, so a plain scrim does the same work.
 */
export function Dialog({ open, onClose, title, bare = false, width, foot, className, children, onOpenFocus }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <div className="overlay" />
        <div className="overlay__place">
          <Radix.Content className={cx('dialog', className)} style={width === undefined ? undefined : { width }} aria-describedby={undefined} onOpenAutoFocus={onOpenFocus}>
            <Radix.Title className={bare ? 'sr' : 'dialog__head'}>{title}</Radix.Title>
            {bare ? children : <div className="dialog__body">{children}</div>}
            {foot !== undefined && <div className="dialog__foot">{foot}</div>}
          </Radix.Content>
        </div>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A panel from the side: the file tree and asides on narrow windows. */
export function Drawer({ open, onClose, title, side = 'right', children }: { open: boolean; onClose: () => void; title: string; side?: 'left' | 'right'; children: ReactNode }) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <div className="overlay" />
        <Radix.Content className={cx('drawer', side === 'left' && 'drawer--left')} aria-describedby={undefined}>
          <div className="drawer__head">
            <Radix.Title className="grow trunc">{title}</Radix.Title>
            <IconButton icon={X} label={t('close')} size="sm" onClick={onClose} />
          </div>
          <div className="drawer__body">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
