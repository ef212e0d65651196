import { ChevronRight, PlugZap, Search, SunMoon, Unplug } from 'lucide-react';
import { Link } from 'react-router';
import { stream, useConnection } from '@/api';
import { palette } from '@/features/palette';
import { useWaitingTasks } from '@/features/tasks';
import { isDark, setAppearance } from '@/shared/lib/appearance';
import { usePageFacts } from '@/shared/lib/page';
import { count, t } from '@/shared/lib/strings';
import { formatSpan, useNow } from '@/shared/lib/time';
import { Icon, IconButton, Keycap, Mark, StateGlyph, Tooltip } from '@/shared/ui';
import { useSecondsLeft } from './useSecondsLeft';

export function toggleTheme(): void {
  setAppearance({ theme: isDark() ? 'light' : 'dark' });
}

function Crumbs() {
  const facts = usePageFacts();
  const crumbs = facts?.crumbs ?? [];
  return (
    <nav className="crumbs" aria-label={t('app.here')}>
      {crumbs.map((crumb, index) => (
        <span key={`${crumb.label}-${String(index)}`} className="row row-tight" style={{ gap: 6, minWidth: 0 }}>
          {index > 0 && <Icon shape={ChevronRight} size={12} />}
          {crumb.to === undefined ? <span aria-current="page" className="trunc" title={crumb.label}>{crumb.label}</span> : <Link to={crumb.to} className="nowrap">{crumb.label}</Link>}
        </span>
      ))}
    </nav>
  );
}

/** "3 need you": one press, or N, goes to the one that waits longest. */
function NeedsPill() {
  const waiting = useWaitingTasks();
  const first = waiting[0];
  if (first === undefined) {
    return (
      <span className="needs-pill needs-pill--clear">
        <StateGlyph state="done" size={14} decorative />
        <span>{t('needs.clear')}</span>
      </span>
    );
  }
  return (
    <Tooltip text={t('needs.next')} keys="KeyN">
      <Link className="needs-pill" to={`/tasks/${first.id}`}>
        <StateGlyph state="waiting" size={14} decorative />
        <span>{count('needs', waiting.length)}</span>
        <Keycap keys="KeyN" className="wide-phone" />
      </Link>
    </Tooltip>
  );
}

export function ConnectionChip() {
  const connection = useConnection();
  const seconds = useSecondsLeft(connection.state === 'reconnecting' ? connection.retryAt : undefined);
  useNow();
  if (connection.state === 'connected') {
    const latency = formatSpan(connection.latency);
    const title = t('conn.connectedTitle', { version: connection.version, latency });
    return (
      <Tooltip text={title}>
        <Link to="/settings/about" className="conn">
          <Icon shape={PlugZap} size={14} />
          <span>{t('conn.connected')}</span>
          <span className="num muted">{connection.version} · {latency}</span>
        </Link>
      </Tooltip>
    );
  }
  const text = connection.state === 'reconnecting' ? t('conn.reconnecting', { seconds }) : t('conn.connecting');
  return (
    <Tooltip text={t('conn.offlineTitle')}>
      <button type="button" className={connection.state === 'reconnecting' ? 'conn conn--off' : 'conn'} onClick={() => stream.tryNow()}>
        <Icon shape={Unplug} size={14} />
        <span>{text}</span>
        <span className="sr">{t('conn.tryNow')}</span>
      </button>
    </Tooltip>
  );
}

/** Always in this order: where you are, search, needs you, connection, theme. */
export function TopBar({ bare = false }: { bare?: boolean }) {
  if (bare) {
    return (
      <header className="topbar">
        <span className="row grow strong"><Mark />{t('app.name')}</span>
        <ConnectionChip />
        <IconButton icon={SunMoon} label={t('app.theme')} onClick={toggleTheme} />
      </header>
    );
  }
  return (
    <header className="topbar">
      <Crumbs />
      <button type="button" className="search" onClick={() => palette.open('')}>
        <Icon shape={Search} size={14} />
        <span className="trunc">{t('app.search')}</span>
        <Keycap keys="Mod+KeyK" />
      </button>
      <IconButton icon={Search} label={t('app.search')} className="phone-only" onClick={() => palette.open('')} />
      <NeedsPill />
      <ConnectionChip />
      <IconButton icon={SunMoon} label={t('app.theme')} className="wide-phone" onClick={toggleTheme} />
    </header>
  );
}
