import { Accessibility, AArrowDown, AArrowUp, Ellipsis, Pencil, RotateCcw } from 'lucide-react';
import { t } from '@/shared/lib/strings';
import { IconButton, Menu, MenuItem, MenuLabel, MenuSeparator } from '@/shared/ui';
import { fontSizes, useLook } from './useLook';

/** The name of this one; and for all terminals of this browser the size of the letters, and text for screen readers. */
export function LookMenu({ onRename }: { onRename: () => void }) {
  const [look, setLook] = useLook();
  const { fontSize, isRead } = look;
  const to = (size: number) => setLook({ fontSize: size });
  return (
    <Menu label={t('terminals.more')} align="end" trigger={<IconButton size="sm" icon={Ellipsis} label={t('terminals.more')} />}>
      <MenuItem icon={Pencil} keys="F2" onSelect={onRename}>{t('terminals.rename')}</MenuItem>
      <MenuSeparator />
      <MenuLabel>{t('terminals.letters', { size: fontSize })}</MenuLabel>
      <MenuItem icon={AArrowUp} refused={fontSize >= fontSizes.most ? t('terminals.largest') : undefined} onSelect={() => to(fontSize + 1)}>{t('terminals.larger')}</MenuItem>
      <MenuItem icon={AArrowDown} refused={fontSize <= fontSizes.least ? t('terminals.smallest') : undefined} onSelect={() => to(fontSize - 1)}>{t('terminals.smaller')}</MenuItem>
      <MenuItem icon={RotateCcw} onSelect={() => to(fontSizes.usual)}>{t('terminals.usual')}</MenuItem>
      <MenuSeparator />
      <MenuItem icon={Accessibility} hint={t(isRead ? 'terminals.on' : 'terminals.off')} onSelect={() => setLook({ isRead: !isRead })}>{t('terminals.read')}</MenuItem>
    </Menu>
  );
}
