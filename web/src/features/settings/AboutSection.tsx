import { useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import { describeError, useConnection, useSession, type DiagnosticCheck, type DiagnosticsView } from '@/api';
import { t } from '@/shared/lib/strings';
import { formatSpan } from '@/shared/lib/time';
import { Button, CopyButton, ErrorNote, Skeleton, StateGlyph, type GlyphState } from '@/shared/ui';
import { DownloadDiagnostics } from './DownloadDiagnostics';
import { settingsQueries } from './queries';
import { Section } from './Section';

const glyphs: Readonly<Record<string, GlyphState>> = { ok: 'approved', warning: 'waiting', failed: 'failed' };

function Check({ check }: { check: DiagnosticCheck }) {
  const word = check.status === 'ok' ? t('settings.about.ok') : check.status === 'warning' ? t('settings.about.warning') : t('settings.about.failed');
  return (
    <li className="set-row">
      <span title={word}><StateGlyph state={glyphs[check.status] ?? 'waiting'} decorative /><span className="sr">{word}</span></span>
      <span className="medium set-row__name">{check.name}</span>
      <span className="grow soft">{check.message}{check.why !== undefined && <span className="xs muted"> {check.why}</span>}</span>
      {check.next !== undefined && <><code>{check.next}</code><CopyButton text={check.next} /></>}
    </li>
  );
}

function report({ version, platform, root, store, checks }: DiagnosticsView): string {
  return [`Homeport ${version}`, platform, `${root} (${store})`, '', ...checks.map((check) => `${check.status}\t${check.name}\t${check.message}${check.next === undefined ? '' : `\t→ ${check.next}`}`)].join('\n');
}

export function AboutSection() {
  const { data, error, refetch, isFetching } = useQuery(settingsQueries.diagnostics());
  const health = useQuery(settingsQueries.health());
  const connection = useConnection();
  const session = useSession();
  const facts: readonly (readonly [string, string | undefined])[] = [
    [t('settings.about.version'), data?.version],
    [t('settings.about.platform'), data?.platform],
    [t('settings.about.root'), data?.root],
    [t('settings.about.store'), data?.store],
    [t('settings.about.uptime'), health.data === undefined ? undefined : formatSpan(health.data.uptime * 1000)],
    [t('settings.about.latency'), connection.state === 'connected' ? formatSpan(connection.latency) : undefined],
    [t('settings.about.you'), session.state === 'signed_in' ? session.caller.name : undefined],
  ];
  return (
    <Section
      title={t('settings.about.title')}
      lede={t('settings.about.lede')}
      actions={
        <>
          <DownloadDiagnostics />
          {data !== undefined && <CopyButton withText text={report(data)} label={t('settings.about.copy')} />}
          <Button icon={RefreshCw} busy={isFetching && data !== undefined} onClick={() => void refetch()}>{t('settings.about.again')}</Button>
        </>
      }
    >
      {error !== null && <ErrorNote error={describeError(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton />}
      {data !== undefined && (
        <>
          <dl className="facts">
            {facts.map(([name, value]) => value !== undefined && <div key={name}><dt>{name}</dt><dd title={value}>{value}</dd></div>)}
          </dl>
          <h2 className="h2 set-h2">{t('settings.about.checks')}</h2>
          <ul className="panel">{data.checks.map((check) => <Check key={check.name} check={check} />)}</ul>
        </>
      )}
    </Section>
  );
}
