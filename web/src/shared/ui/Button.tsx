import type { ComponentProps, ReactNode } from 'react';
import { cx } from '@/shared/lib/cx';
import { Icon, type IconShape } from './Icon';
import { Keycap } from './Keycap';
import { StateGlyph } from './StateGlyph';
import { Tooltip } from './Tooltip';

/** `primary` is the one filled button of a pane, and it is the next step. */
export type ButtonKind = 'plain' | 'primary' | 'ghost' | 'danger' | 'danger-solid';
export type ControlSize = 'sm' | 'md' | 'lg';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  readonly kind?: ButtonKind;
  readonly size?: ControlSize;
  readonly icon?: IconShape;
  /** Drawn after the text, for example `Mod+Enter`. The shortcut itself is registered elsewhere. */
  readonly keys?: string;
  readonly busy?: boolean;
  /** Why it cannot be pressed now. Greys the button out, keeps it focusable, and says the reason in its tip. */
  readonly refused?: string | undefined;
  readonly type?: 'button' | 'submit';
}

function classes(kind: ButtonKind, size: ControlSize, extra?: string): string {
  return cx('btn', kind !== 'plain' && `btn--${kind}`, size !== 'md' && `btn--${size}`, extra);
}

export function Button(props: ButtonProps) {
  const { kind = 'plain', size = 'md', icon, keys, busy, refused, className, children, onClick, type = 'button', ...rest } = props;
  // A button that may be refused always stands in a tip, so that it keeps its element, and the focus, when that changes.
  const mayBeRefused = 'refused' in props;
  const off = refused !== undefined;
  const button = (
    <button
      {...rest}
      type={type}
      className={classes(kind, size, className)}
      aria-busy={busy === true || undefined}
      aria-disabled={off || busy === true || undefined}
      onClick={(event) => {
        if (off || busy === true) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy === true ? <StateGlyph state="running" size={14} decorative plain /> : icon !== undefined && <Icon shape={icon} size={14} />}
      {children}
      {keys !== undefined && <Keycap keys={keys} />}
    </button>
  );
  return mayBeRefused ? <Tooltip text={refused}>{button}</Tooltip> : button;
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'aria-label'> {
  readonly icon: IconShape;
  /** The accessible name; also the tip. */
  readonly label: string;
  readonly tipKeys?: string;
  readonly badge?: ReactNode;
}

export function IconButton({ icon, label, kind = 'ghost', size = 'md', refused, busy, tipKeys, badge, className, onClick, type = 'button', ...rest }: IconButtonProps) {
  const off = refused !== undefined || busy === true;
  return (
    <Tooltip text={refused ?? label} {...(tipKeys === undefined ? {} : { keys: tipKeys })}>
      <button
        {...rest}
        type={type}
        aria-label={label}
        aria-disabled={off || undefined}
        className={classes(kind, size, cx('btn--icon', className))}
        onClick={(event) => {
          if (off) event.preventDefault();
          else onClick?.(event);
        }}
      >
        <Icon shape={icon} size={size === 'sm' ? 14 : 16} />
        {badge}
      </button>
    </Tooltip>
  );
}
