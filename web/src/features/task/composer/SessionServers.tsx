import { Plug, X } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { SessionMcpServer, SessionMcpState } from '@/api';
import { count, t } from '@/shared/lib/strings';
import { Button, Chip, IconButton } from '@/shared/ui';

const tones: Readonly<Record<SessionMcpState, 'idle' | 'done' | 'failed' | 'needs'>> = { given: 'idle', connected: 'done', failed: 'failed', left_out: 'needs' };

/** Which MCP servers the task's session has, and which it has not and why. Nothing where there are none. */
export function useSessionServers(servers: readonly SessionMcpServer[]) {
  const [isOpen, setOpen] = useState(false);
  const lacking = servers.filter((one) => one.state === 'left_out' || one.state === 'failed').length;
  const button = servers.length > 0 && (
    <Button size="sm" kind="ghost" icon={Plug} aria-expanded={isOpen} title={t('sessionMcp.title')} onClick={() => setOpen(!isOpen)}>
      {lacking === 0 ? count('sessionMcp.count', servers.length) : t('sessionMcp.lacking', { has: servers.length - lacking, all: servers.length })}
    </Button>
  );
  const panel = isOpen && servers.length > 0 && (
    <section className="usage-panel panel session-mcp-panel" aria-label={t('sessionMcp.title')}>
      <div className="row usage-panel__head">
        <b className="strong grow">{t('sessionMcp.title')}</b>
        <IconButton size="sm" icon={X} label={t('close')} onClick={() => setOpen(false)} />
      </div>
      <ul className="session-mcp">
        {servers.map((server) => (
          <li key={server.name}>
            <span className="medium">{server.name}</span>
            <Chip tone={tones[server.state]}>{t(`sessionMcp.${server.state}`)}</Chip>
            {server.reason !== undefined && <span className="xs soft session-mcp__why">{server.reason}</span>}
          </li>
        ))}
      </ul>
      <p className="xs muted"><Link to="/settings/mcp" className="link">{t('sessionMcp.settings')}</Link></p>
    </section>
  );
  return { button, panel };
}
