import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { call, describeError, ProblemError } from '@/api';
import { toastError } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { formatDay } from '@/shared/lib/time';
import { Button, CopyButton, Dialog, ErrorNote, Field, Input, RelativeTime, Skeleton, toast } from '@/shared/ui';
import { settingsQueries } from './queries';

function NewToken({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const cache = useQueryClient();
  const create = useMutation({
    mutationFn: () => call('createAccessToken', { name: name.trim(), ...(days.trim() === '' ? {} : { expiresInDays: Number(days) }) }),
    onSettled: () => cache.invalidateQueries({ queryKey: settingsQueries.tokens().queryKey }),
  });
  const problem = create.error instanceof ProblemError ? create.error : undefined;
  if (create.data !== undefined) {
    return (
      <Dialog open title={t('settings.tokens.once')} onClose={onClose} foot={<Button kind="primary" onClick={onClose}>{t('settings.tokens.kept')}</Button>}>
        <p>{t('settings.tokens.onceText')}</p>
        <div className="gate__cmd"><code className="grow" style={{ overflowWrap: 'anywhere' }}>{create.data.secret}</code><CopyButton text={create.data.secret} /></div>
      </Dialog>
    );
  }
  const submit = () => {
    if (name.trim() !== '') create.mutate();
  };
  return (
    <Dialog
      open
      title={t('settings.tokens.new')}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" busy={create.isPending} onClick={submit}>{t('settings.tokens.create')}</Button>
        </>
      }
    >
      <form
        className="col"
        style={{ gap: 12 }}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field label={t('settings.tokens.name')} error={problem?.fieldError('name')}>
          {(ids) => <Input {...ids} placeholder={t('settings.tokens.placeholder')} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <Field label={t('settings.tokens.days')} hint={t('settings.tokens.daysHint')} error={problem?.fieldError('expiresInDays')}>
          {(ids) => <Input {...ids} inputMode="numeric" pattern="[0-9]*" className="num" style={{ maxWidth: 96 }} value={days} onChange={(event) => setDays(event.target.value.replace(/\D/g, ''))} />}
        </Field>
        {create.error !== null && (problem === undefined || problem.errors.length === 0) && <ErrorNote error={describeError(create.error)} />}
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}

/** Tokens of programs: made, listed and taken back. */
export function TokensPanel() {
  const { data, error, refetch } = useQuery(settingsQueries.tokens());
  const [making, setMaking] = useState(false);
  const cache = useQueryClient();
  const revoke = useMutation({
    mutationFn: ({ id }: { id: string; name: string }) => call('revokeAccessToken', { id }),
    onSuccess: (_, { name }) => toast({ state: 'done', title: t('settings.tokens.revoked', { name }) }),
    onError: toastError,
    onSettled: () => cache.invalidateQueries({ queryKey: settingsQueries.tokens().queryKey }),
  });
  return (
    <>
      <div className="row set-h2">
        <h2 className="h2 grow">{t('settings.tokens')}</h2>
        <Button icon={Plus} onClick={() => setMaking(true)}>{t('settings.tokens.new')}</Button>
      </div>
      {error !== null && <ErrorNote error={describeError(error)} onRetry={() => void refetch()} />}
      <div className="panel scroll-x">
        {data === undefined && error === null && <Skeleton glyph={false} />}
        {data?.items.length === 0 && <p className="muted xs panel__body">{t('settings.tokens.empty')}</p>}
        {data !== undefined && data.items.length > 0 && (
          <table className="table">
            <thead>
              <tr><th>{t('settings.tokens.name')}</th><th>{t('settings.tokens.used')}</th><th>{t('settings.sessions.expires')}</th><th><span className="sr">{t('settings.tokens.revoke')}</span></th></tr>
            </thead>
            <tbody>
              {data.items.map((token) => (
                <tr key={token.id}>
                  <td className="medium">{token.name}</td>
                  <td className="muted nowrap">{token.lastUsedAt === undefined ? t('settings.tokens.never') : <RelativeTime at={token.lastUsedAt} />}</td>
                  <td className="muted nowrap">{token.expiresAt === undefined ? t('settings.tokens.noEnd') : formatDay(token.expiresAt)}</td>
                  <td className="r"><Button size="sm" kind="danger" busy={revoke.isPending && revoke.variables.id === token.id} onClick={() => revoke.mutate(token)}>{t('settings.tokens.revoke')}</Button></td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {making && <NewToken onClose={() => setMaking(false)} />}
    </>
  );
}
