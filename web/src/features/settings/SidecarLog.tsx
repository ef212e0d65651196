import { useLayoutEffect, useRef } from 'react';
import { plainText, useSidecarLog } from '@/features/services';
import { cx } from '@/shared/lib/cx';
import { t } from '@/shared/lib/strings';
import { ErrorNote } from '@/shared/ui';

/** Stays at the end while the reader is there. */
function useEnd() {
  const pane = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    if (isAtEnd.current && pane.current !== null) pane.current.scrollTop = pane.current.scrollHeight;
  });
  const look = () => {
    if (pane.current !== null) isAtEnd.current = pane.current.scrollHeight - pane.current.scrollTop - pane.current.clientHeight < 8;
  };
  return { pane, look };
}

/** What a sidecar writes, as it writes it. */
export function SidecarLog({ id, name }: { id: string; name: string }) {
  const { lines, error } = useSidecarLog(id);
  const { pane, look } = useEnd();
  return (
    <div className="sidecar-log">
      {error !== undefined && <ErrorNote error={error} />}
      <div
        ref={pane}
        className="sidecar-log__pane"
        role="log"
        // A region that scrolls must be reachable by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={t('sidecars.log.of', { name })}
        onScroll={look}
      >
        {lines === undefined && error === undefined && <span className="muted">{t('sidecars.log.loading')}</span>}
        {lines?.length === 0 && <span className="muted">{t('sidecars.log.empty')}</span>}
        {lines?.map((line, place) => (
          <div key={`${line.number}-${place}`} className={cx('sidecar-log__line', `sidecar-log__line--${line.source}`)}>{plainText(line.text)}</div>
        ))}
      </div>
    </div>
  );
}
