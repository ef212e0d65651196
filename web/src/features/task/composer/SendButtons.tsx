import { ArrowUp, ChevronDown, CornerDownRight, ListEnd, OctagonPause, Square } from 'lucide-react';
import type { PromptDelivery } from '@/api';
import { t } from '@/shared/lib/strings';
import { IconButton, Menu, MenuItem } from '@/shared/ui';

export interface SendButtonsProps {
  readonly busy: boolean;
  /** Undefined: the agent takes nothing in the middle of a turn. */
  readonly canSteer: boolean;
  /** What is sent is typed into the program's terminal at once. */
  readonly typed: boolean;
  readonly sending: boolean;
  readonly stopping: boolean;
  readonly refused: string | undefined;
  readonly onStop: () => void;
  readonly onSend: (delivery: PromptDelivery) => void;
}

/** Send; while the agent works: queue, and beside it the other ways to be heard. */
export function SendButtons({ busy, canSteer, typed, sending, stopping, refused, onStop, onSend }: SendButtonsProps) {
  return (
    <>
      {busy && <IconButton kind="plain" size="sm" className="send" icon={Square} label={t('composer.stop')} busy={stopping} onClick={onStop} />}
      {busy && !typed && (
        <Menu align="end" label={t('composer.how')} trigger={<IconButton kind="plain" size="sm" className="send" icon={ChevronDown} label={t('composer.how')} />}>
          <MenuItem icon={ListEnd} keys="Mod+Enter" onSelect={() => onSend('queue')}>{t('composer.queue.item')}</MenuItem>
          <MenuItem icon={CornerDownRight} {...(canSteer ? { keys: 'Alt+Enter' } : {})} refused={canSteer ? undefined : t('composer.steer.no')} onSelect={() => onSend('steer')}>{t('composer.steer')}</MenuItem>
          <MenuItem icon={OctagonPause} keys="Mod+Shift+Enter" onSelect={() => onSend('interrupt')}>{t('composer.interrupt')}</MenuItem>
        </Menu>
      )}
      <IconButton
        kind="primary"
        size="sm"
        className="send"
        icon={busy && !typed ? ListEnd : ArrowUp}
        label={t(typed ? 'composer.type' : busy ? 'composer.queue' : 'composer.send')}
        tipKeys="Mod+Enter"
        busy={sending}
        refused={refused}
        onClick={() => onSend('queue')}
      />
    </>
  );
}
