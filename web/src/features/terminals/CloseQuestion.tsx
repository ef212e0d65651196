import { useEffect, useRef } from 'react';
import type { TerminalView } from '@/api';
import { t } from '@/shared/lib/strings';
import { Banner, Button } from '@/shared/ui';
import { nameOf } from './names';

/** Asked in its place, before what runs is ended. */
export function CloseQuestion({ terminal, onClose, onKeep }: { terminal: TerminalView; onClose: () => void; onKeep: () => void }) {
  const answer = useRef<HTMLButtonElement>(null);
  useEffect(() => answer.current?.focus(), []);
  return (
    // Escape keeps it, wherever in the question the focus is.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      role="group"
      aria-label={t('terminals.closing', { name: nameOf(terminal) })}
      onKeyDown={(event) => {
        if (event.code !== 'Escape') return;
        event.stopPropagation();
        onKeep();
      }}
    >
      <Banner
        bar
        tone="needs"
        actions={
          <>
            <Button size="sm" onClick={onKeep}>{t('terminals.keep')}</Button>
            <Button size="sm" kind="danger-solid" ref={answer} onClick={onClose}>{t('terminals.close')}</Button>
          </>
        }
      >
        <b className="strong">{t('terminals.closing', { name: nameOf(terminal) })}</b> <span className="soft">{t('terminals.closing.why')}</span>
      </Banner>
    </div>
  );
}
