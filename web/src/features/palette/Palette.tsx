import { Dialog } from '@/shared/ui';
import { t } from '@/shared/lib/strings';

export function Palette({ start, onClose }: { start: string; onClose: () => void }) {
  return <Dialog open title={t('app.search')} onClose={onClose}>{start}</Dialog>;
}
