import { Dialog } from '@/shared/ui';
import { t } from '@/shared/lib/strings';
import type { NewTaskSeed } from './opener';

export function NewTaskPanel({ seed, onClose }: { seed: NewTaskSeed; onClose: () => void }) {
  return <Dialog open title={t('keys.newTask')} onClose={onClose}>{seed.prompt}</Dialog>;
}
