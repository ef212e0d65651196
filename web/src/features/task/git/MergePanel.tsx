import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { GitMerge } from 'lucide-react';
import { useState, type Ref } from 'react';
import { call, describeError, ProblemError, type MergeTaskRequest, type PreviewMergeResponse, type UnitTaskView } from '@/api';
import { changeQueries } from '@/features/changes';
import { projectQueries } from '@/features/projects';
import { applyTask, toastError } from '@/features/tasks';
import { usePersistentState } from '@/shared/lib/persistent';
import { count, t } from '@/shared/lib/strings';
import { Banner, Button, ErrorNote, Field, Icon, Panel, Select, Skeleton, toast } from '@/shared/ui';
import { mergeRefusal } from '../nextStep';

type Strategy = MergeTaskRequest['strategy'];

function useMerge(task: UnitTaskView) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (request: Omit<MergeTaskRequest, 'taskId'>) => call('mergeTask', { taskId: task.id, ...request }),
    onSuccess: ({ task: next }, { targetBranch }) => {
      applyTask(cache, next);
      toast({
        state: 'done',
        title: t('git.merged', { branch: next.merge?.targetBranch ?? targetBranch ?? '' }),
        detail: next.title,
        action: { label: t('undo'), run: () => void call('undoMerge', { taskId: task.id }).then((answer) => applyTask(cache, answer.task), toastError) },
      });
    },
    onError: () => void cache.invalidateQueries({ queryKey: [...changeQueries.all(task.id), 'merge'] }),
  });
}

function useResolve(task: UnitTaskView) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ branch, files }: { branch: string; files: readonly string[] }) =>
      call('sendPrompt', { taskId: task.id, prompt: t('git.resolvePrompt', { branch, files: files.map((file) => `- ${file}`).join('\n') }) }),
    onSuccess: (answer) => {
      applyTask(cache, answer.task);
      toast({ state: 'running', title: t('git.resolveSent') });
    },
    onError: toastError,
  });
}

function Conflicts({ task, branch, files, onLeave }: { task: UnitTaskView; branch: string; files: readonly string[]; onLeave: () => void }) {
  const resolve = useResolve(task);
  return (
    <Banner
      tone="needs"
      state="waiting"
      actions={
        <>
          <Button size="sm" kind="ghost" onClick={onLeave}>{t('git.abort')}</Button>
          <Button size="sm" kind="primary" busy={resolve.isPending} onClick={() => resolve.mutate({ branch, files })}>{t('git.resolve')}</Button>
        </>
      }
    >
      <b className="strong">{count('git.conflicts', files.length, { branch })}</b> <span className="soft">{t('git.conflicts.nothing')}</span>
      <ul className="conflicts">{files.map((file) => <li key={file}><code>{file}</code></li>)}</ul>
    </Banner>
  );
}

function TargetBranch({ task, value, onChange }: { task: UnitTaskView; value: string; onChange: (branch: string) => void }) {
  const branches = useQuery(projectQueries.branches(task.repositoryGroupId, ''));
  const names = [...new Set([value, ...(branches.data?.items ?? []).filter((branch) => !branch.isRemote).map((branch) => branch.name)])].filter((name) => name !== task.branch && name !== '');
  return <Select label={t('git.target')} value={value} onChange={onChange} options={names.map((name) => ({ value: name, label: name }))} />;
}

function Form({ task, preview, target, onTarget, onLeave }: { task: UnitTaskView; preview: PreviewMergeResponse; target: string; onTarget: (branch: string) => void; onLeave: () => void }) {
  const [kept, setStrategy] = usePersistentState<Strategy>('merge.strategy', 'merge');
  const [message, setMessage] = useState<string>();
  const merge = useMerge(task);
  const { strategies } = preview;
  const strategy = strategies.includes(kept) ? kept : (strategies[0] ?? 'merge');
  const failedFiles = merge.error instanceof ProblemError && merge.error.code === 'merge_conflict' ? (merge.error.facts['files'] ?? []) : [];
  const conflicts = preview.conflicts.length > 0 ? preview.conflicts : failedFiles;
  const refused = mergeRefusal(task) ?? (preview.canMerge ? undefined : (preview.reason ?? t('git.cannot')));
  const text = message ?? preview.message;
  return (
    <div className="col" style={{ gap: 12 }}>
      {conflicts.length > 0 && <Conflicts task={task} branch={preview.targetBranch} files={conflicts} onLeave={onLeave} />}
      {conflicts.length === 0 && !preview.canMerge && <Banner><b className="strong">{t('git.cannot')}</b> <p>{preview.reason}</p></Banner>}
      {merge.error !== null && failedFiles.length === 0 && <ErrorNote error={describeError(merge.error)} />}
      <div className="merge-grid">
        <div className="field"><span className="label">{t('git.mergeInto')}</span><TargetBranch task={task} value={target} onChange={onTarget} /></div>
        <div className="field">
          <span className="label">{t('git.strategy')}</span>
          <Select label={t('git.strategy')} value={strategy} onChange={setStrategy} options={strategies.map((value) => ({ value, label: t(`git.strategy.${value}`), hint: t(`git.strategy.${value}.hint`) }))} />
        </div>
      </div>
      {strategy !== 'rebase' && (
        <Field label={t('git.message')}>{(ids) => <textarea {...ids} className="input mono" rows={Math.min(8, text.split('\n').length + 1)} value={text} onChange={(event) => setMessage(event.target.value)} />}</Field>
      )}
      <div className="row wrap">
        <span className="xs muted num grow">{count('git.ahead', preview.ahead)}{preview.behind > 0 && `, ${count('git.behind', preview.behind, { branch: preview.targetBranch })}`}</span>
        <Button
          kind={conflicts.length > 0 ? 'plain' : 'primary'}
          icon={GitMerge}
          busy={merge.isPending}
          refused={refused ?? (conflicts.length > 0 ? count('git.conflicts', conflicts.length, { branch: preview.targetBranch }) : undefined)}
          onClick={() => merge.mutate({ strategy, targetBranch: preview.targetBranch, ...(strategy === 'rebase' || text.trim() === '' ? {} : { message: text }) })}
        >
          {t('git.mergeButton', { branch: preview.targetBranch })}
        </Button>
      </div>
    </div>
  );
}

/** Computed before it is done; a conflict is told with its exits and leaves no trace. */
export function MergePanel({ task, onLeave, ref }: { task: UnitTaskView; onLeave: () => void; ref: Ref<HTMLElement> }) {
  const [target, setTarget] = useState<string>();
  const ready = task.branch !== undefined && task.merge === undefined && mergeRefusal(task) === undefined;
  const preview = useQuery({ ...changeQueries.merge(task.id, target), enabled: ready });
  return (
    <Panel ref={ref} tabIndex={-1} head={<><Icon shape={GitMerge} /><h2 className="h2">{t('git.merge')}</h2></>}>
      <div className="panel__body">
        {!ready && <p className="soft">{mergeRefusal(task) ?? t('git.cannot')}</p>}
        {ready && preview.error !== null && <ErrorNote error={describeError(preview.error)} onRetry={() => void preview.refetch()} />}
        {ready && preview.data === undefined && preview.error === null && <Skeleton glyph={false} lines={[60, 40]} />}
        {ready && preview.data !== undefined && <Form task={task} preview={preview.data} target={target ?? preview.data.targetBranch} onTarget={setTarget} onLeave={onLeave} />}
      </div>
    </Panel>
  );
}
