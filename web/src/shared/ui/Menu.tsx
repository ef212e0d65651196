import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cx } from '@/shared/lib/cx';
import { Icon, type IconShape } from './Icon';
import { Keycap } from './Keycap';

/** A menu on a button. Not modal: Radix's modal menu would need an inline style sheet. */
export function Menu({ trigger, label, align = 'start', children }: { trigger: ReactElement; label: string; align?: 'start' | 'end'; children: ReactNode }) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="menu" align={align} sideOffset={4} collisionPadding={8} aria-label={label}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface MenuItemProps {
  readonly icon?: IconShape;
  readonly onSelect: () => void;
  readonly keys?: string;
  readonly hint?: string;
  readonly danger?: boolean;
  /** Why it cannot be chosen now; shown at its end. */
  readonly refused?: string | undefined;
  readonly children: ReactNode;
}

export function MenuItem({ icon, onSelect, keys, hint, danger = false, refused, children }: MenuItemProps) {
  return (
    <Radix.Item className={cx('menu__item', danger && 'menu__item--danger')} disabled={refused !== undefined} onSelect={onSelect}>
      {icon !== undefined && <Icon shape={icon} />}
      {children}
      {(refused ?? hint) !== undefined && <span className="hint">{refused ?? hint}</span>}
      {keys !== undefined && <Keycap keys={keys} />}
    </Radix.Item>
  );
}

/** One choice of several, as a menu. */
export function MenuChoice<T extends string>({ value, onChange, options }: { value: T; onChange: (value: T) => void; options: readonly { value: T; label: ReactNode; hint?: string | undefined; refused?: string | undefined }[] }) {
  return (
    <Radix.RadioGroup value={value}>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className="menu__item" disabled={option.refused !== undefined} onSelect={() => onChange(option.value)}>
          <span className="tick">{option.value === value && <Icon shape={Check} />}</span>
          {option.label}
          {(option.refused ?? option.hint) !== undefined && <span className="hint">{option.refused ?? option.hint}</span>}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export const MenuSeparator = () => <Radix.Separator className="menu__sep" />;
export const MenuLabel = ({ children }: { children: ReactNode }) => <Radix.Label className="menu__label">{children}</Radix.Label>;
