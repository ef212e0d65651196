import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call, describeError } from '@/api';
import { toastError } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { formatDay } from '@/shared/lib/time';
import { Button, Chip, ErrorNote, RelativeTime, Skeleton, toast } from '@/shared/ui';
import { settingsQueries } from './queries';
import { Section } from './Section';
import { TokensPanel } from './TokensPanel';

function Browsers() {
  const { data, error, refetch } = useQuery(settingsQueries.sessions());
  const cache = useQueryClient();
  const revoke = useMutation({
    mutationFn: ({ id }: { id: string; name: string }) => call('revokeAuthSession', { id }),
    onSuccess: (_, { name }) => toast({ state: 'done', title: t('settings.sessions.revoked', { name }) }),
    onError: toastError,
    onSettled: () => cache.invalidateQueries({ queryKey: settingsQueries.sessions().queryKey }),
  });
  if (error !== null) return <ErrorNote error={describeError(error)} onRetry={() => void refetch()} />;
  return (
    <div className="panel scroll-x">
      {data === undefined ? (
        <Skeleton glyph={false} />
      ) : (
        <table className="table">
          <thead>
            <tr><th>{t('settings.sessions.browser')}</th><th>{t('settings.sessions.since')}</th><th>{t('settings.sessions.seen')}</th><th>{t('settings.sessions.expires')}</th><th><span className="sr">{t('settings.sessions.revoke')}</span></th></tr>
          </thead>
          <tbody>
            {data.items.map((session) => (
              <tr key={session.id}>
                <td><span className="row"><span className="medium">{session.name}</span>{session.current && <Chip tone="line">{t('settings.sessions.current')}</Chip>}</span></td>
                <td className="muted nowrap">{formatDay(session.createdAt)}</td>
                <td className="muted nowrap"><RelativeTime at={session.lastSeenAt} /></td>
                <td className="muted nowrap">{formatDay(session.expiresAt)}</td>
                <td className="r"><Button size="sm" kind="danger" busy={revoke.isPending && revoke.variables.id === session.id} onClick={() => revoke.mutate(session)}>{t('settings.sessions.revoke')}</Button></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

export function SessionsSection() {
  return (
    <Section title={t('settings.sessions.title')} lede={t('settings.sessions.lede')}>
      <h2 className="h2 set-h2">{t('settings.sessions.browsers')}</h2>
      <Browsers />
      <TokensPanel />
    </Section>
  );
}
