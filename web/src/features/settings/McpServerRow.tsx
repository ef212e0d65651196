import { Pencil, Trash2 } from 'lucide-react';
import type { McpServerView } from '@/api';
import { useMcpActions } from '@/features/mcp';
import { t } from '@/shared/lib/strings';
import { joinWords } from '@/shared/lib/words';
import { Button, Chip, IconButton, MiddlePath } from '@/shared/ui';

const shortHash = 12;

function targetOf(server: McpServerView): string {
  return server.command === undefined ? (server.url ?? '') : joinWords(server.command);
}

/** Exactly what a person agrees to, before agents are given it. */
function Consent({ server, busy, onEnable, onClose }: { server: McpServerView; busy: boolean; onEnable: () => void; onClose: () => void }) {
  const names = [...server.environmentNames, ...server.headerNames];
  return (
    <section className="mcp-consent" aria-label={t('mcp.consent', { name: server.name })}>
      <p className="strong medium">{t(server.command === undefined ? 'mcp.consent.connects' : 'mcp.consent.runs')}</p>
      <code className="mcp-consent__what">{targetOf(server)}</code>
      {(server.files ?? []).length > 0 && (
        <ul className="mcp-consent__files xs">
          {server.files.map((file) => (
            <li key={file.path}><MiddlePath path={file.path} className="mono" /> <span className="muted nowrap">SHA-256 <code title={file.hash}>{file.hash.slice(0, shortHash)}</code></span></li>
          ))}
        </ul>
      )}
      <p className="xs soft">
        {names.length > 0 && `${t('mcp.consent.values', { names: names.join(', ') })} `}
        {t(server.command === undefined ? 'mcp.consent.addressNote' : 'mcp.consent.programNote')}
      </p>
      <div className="row">
        <Button size="sm" kind="primary" busy={busy} refused={server.command !== undefined && server.files.length === 0 ? t('mcp.consent.missing', { program: server.command[0] ?? '' }) : undefined} onClick={onEnable}>{t('mcp.consent.do')}</Button>
        <Button size="sm" onClick={onClose}>{t('mcp.consent.keepOff')}</Button>
      </div>
    </section>
  );
}

/** One server: what it is, whether agents get it, and the question before they do. */
export function McpServerRow({ server, asking, onAsk, onEdit }: { server: McpServerView; asking: boolean; onAsk: (asks: boolean) => void; onEdit: () => void }) {
  const { enable, disable, remove } = useMcpActions(server);
  const names = [...server.environmentNames, ...server.headerNames];
  return (
    <div className="mcp-server">
      <div className="set-row" role="group" aria-label={server.name}>
        <div className="grow" style={{ minWidth: 0 }}>
          <div className="row wrap" style={{ gap: 8 }}>
            <span className="medium">{server.name}</span>
            <Chip tone={server.enabled ? 'done' : 'idle'}>{t(server.enabled ? 'mcp.on' : 'mcp.off')}</Chip>
            <span className="xs muted">{t(`mcp.transport.${server.transport}`)}</span>
          </div>
          <code className="muted trunc" style={{ display: 'block' }} title={targetOf(server)}>{targetOf(server)}</code>
          {names.length > 0 && <p className="xs muted trunc">{t('mcp.values', { names: names.join(', ') })}</p>}
        </div>
        <div className="row row-tight">
          {server.enabled
            ? <Button size="sm" busy={disable.isPending} onClick={() => disable.mutate()}>{t('mcp.switchOff')}</Button>
            : <Button size="sm" aria-expanded={asking} onClick={() => onAsk(!asking)}>{t('mcp.switchOn')}</Button>}
          <IconButton icon={Pencil} size="sm" label={t('mcp.edit', { name: server.name })} onClick={onEdit} />
          <IconButton icon={Trash2} size="sm" label={t('mcp.remove', { name: server.name })} busy={remove.isPending} onClick={() => remove.mutate()} />
        </div>
      </div>
      {asking && !server.enabled && <Consent server={server} busy={enable.isPending} onEnable={() => enable.mutate(undefined, { onSuccess: () => onAsk(false) })} onClose={() => onAsk(false)} />}
    </div>
  );
}
