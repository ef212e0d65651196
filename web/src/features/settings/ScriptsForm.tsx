import { describeError, type RepositoryGroupView } from '@/api';
import { cx } from '@/shared/lib/cx';
import { t } from '@/shared/lib/strings';
import { Button, ErrorNote, Field, Input, toast } from '@/shared/ui';
import { CopyPreview } from './CopyPreview';
import { patternsOf, useScripts, type ScriptsDraft } from './useScripts';

function Script({ label, hint, error, value, rows, placeholder, onChange }: { label: string; hint: string; error?: string | undefined; value: string; rows: number; placeholder: string; onChange: (value: string) => void }) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <textarea
          {...ids}
          className={cx('input mono scripts__text', error !== undefined && 'is-invalid')}
          rows={rows}
          spellCheck={false}
          autoCapitalize="off"
          placeholder={placeholder}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** What happens around the worktrees of a project's tasks. */
export function ScriptsForm({ project }: { project: RepositoryGroupView }) {
  const { draft, dirty, save, problem, change, discard } = useScripts(project);
  const set = (key: keyof ScriptsDraft) => (value: string) => change({ [key]: value });
  const wrongPattern = problem?.errors.find((one) => one.path.startsWith('scripts/copyIgnored'));
  const submit = () => save.mutate(undefined, { onSuccess: () => toast({ state: 'done', title: t('scripts.saved', { name: project.name }) }) });
  return (
    <form
      className="scripts"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="scripts__pair">
        <Script label={t('scripts.copy')} hint={t('scripts.copy.hint')} error={wrongPattern?.message} value={draft.patterns} rows={5} placeholder={'.env*\nconfig/*.local.json'} onChange={set('patterns')} />
        <div className="field">
          <span className="label">{t('scripts.copy.preview')}</span>
          <CopyPreview projectId={project.id} patterns={patternsOf(draft.patterns)} />
        </div>
      </div>
      <div className="scripts__setup">
        <Script label={t('scripts.setup')} hint={t('scripts.setup.hint')} error={problem?.fieldError('scripts/setup')} value={draft.setup} rows={3} placeholder="npm ci" onChange={set('setup')} />
        <Field label={t('scripts.timeout')} error={problem?.fieldError('scripts/setupTimeoutSeconds')}>
          {(ids) => <Input {...ids} inputMode="numeric" className="num" style={{ maxWidth: 72 }} value={draft.timeout} onChange={(event) => set('timeout')(event.target.value.replace(/\D/g, ''))} />}
        </Field>
      </div>
      <div className="scripts__setup">
        <Script label={t('scripts.verify')} hint={t('scripts.verify.hint')} error={problem?.fieldError('scripts/verify')} value={draft.verify} rows={2} placeholder="npm test" onChange={set('verify')} />
        <Field label={t('scripts.timeout')} error={problem?.fieldError('scripts/verifyTimeoutSeconds')}>
          {(ids) => <Input {...ids} inputMode="numeric" className="num" style={{ maxWidth: 72 }} aria-label={t('scripts.verify.timeout')} value={draft.verifyTimeout} onChange={(event) => set('verifyTimeout')(event.target.value.replace(/\D/g, ''))} />}
        </Field>
      </div>
      <Script label={t('scripts.cleanup')} hint={t('scripts.cleanup.hint')} error={problem?.fieldError('scripts/cleanup')} value={draft.cleanup} rows={2} placeholder="docker compose down" onChange={set('cleanup')} />
      {save.error !== null && (problem === undefined || problem.errors.length === 0) && <ErrorNote error={describeError(save.error)} />}
      <div className="row" aria-live="polite">
        <Button type="submit" kind="primary" busy={save.isPending} refused={dirty ? undefined : t('scripts.nothingNew')}>{t('scripts.save')}</Button>
        {dirty && <Button onClick={discard}>{t('scripts.discard')}</Button>}
        {dirty && <span className="xs muted">{t('scripts.unsaved')}</span>}
      </div>
    </form>
  );
}
