import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '@/shared/lib/strings';
import { Icon, type IconShape } from '@/shared/ui';
import type { ExtraKey } from './screen/keys';

const arrows: readonly (readonly [ExtraKey, IconShape, 'left' | 'down' | 'up' | 'right'])[] = [
  ['ArrowLeft', ArrowLeft, 'left'], ['ArrowDown', ArrowDown, 'down'], ['ArrowUp', ArrowUp, 'up'], ['ArrowRight', ArrowRight, 'right'],
];
const signs = ['/', '|', '-', '~'] as const;

export interface ExtraKeysProps {
  readonly isControlHeld: boolean;
  readonly onControl: (isHeld: boolean) => void;
  readonly onKey: (key: ExtraKey) => void;
  readonly onText: (text: string) => void;
}

function key(name: string, act: () => void, children: ReactNode, pressed?: boolean) {
  return (
    <button key={name} type="button" className="extra-key" aria-label={name} aria-pressed={pressed} onPointerDown={(event) => event.preventDefault()} onClick={act}>
      {children}
    </button>
  );
}

/** The keys that a soft keyboard lacks. Pressing one leaves the keyboard up. */
export function ExtraKeys({ isControlHeld, onControl, onKey, onText }: ExtraKeysProps) {
  return (
    <div className="extra-keys" role="group" aria-label={t('terminals.keys')}>
      {key(t('terminals.keys.esc'), () => onKey('Escape'), t('terminals.keys.esc'))}
      {key(t('terminals.keys.tab'), () => onKey('Tab'), t('terminals.keys.tab'))}
      {key(t('terminals.keys.ctrl'), () => onControl(!isControlHeld), t('terminals.keys.ctrl'), isControlHeld)}
      {arrows.map(([code, icon, name]) => key(t(`terminals.keys.${name}`), () => onKey(code), <Icon shape={icon} size={16} />))}
      {signs.map((sign) => key(sign, () => onText(sign), sign))}
    </div>
  );
}
