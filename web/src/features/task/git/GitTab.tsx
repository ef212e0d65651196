import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { GitCommitHorizontal, History } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { call, describeError, type UnitTaskView } from '@/api';
import { changeQueries } from '@/features/changes';
import { applyTask, toastError, useTaskAction } from '@/features/tasks';
import { usePersistentState } from '@/shared/lib/persistent';
import { t } from '@/shared/lib/strings';
import { formatAge, useNow } from '@/shared/lib/time';
import { Banner, Button, CopyButton, ErrorNote, Icon, Input, Panel, RelativeTime, toast } from '@/shared/ui';
import { isBusy } from '../nextStep';
import { MergePanel } from './MergePanel';

function Fact({ label, value, short }: { label: string; value: string; short?: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd><span className="row" style={{ gap: 4 }}><code className="trunc" title={value}>{short ?? value}</code><CopyButton text={value} label={`${t('copy')}: ${label}`} /></span></dd>
    </>
  );
}

function Facts({ task }: { task: UnitTaskView }) {
  const { branch, baseBranch, baseCommit, headCommit, worktreePath } = task;
  return (
    <dl className="git-facts">
      {branch !== undefined && <Fact label={t('git.branch')} value={branch} />}
      {baseCommit !== undefined && <Fact label={t('git.base')} value={baseCommit} short={`${baseBranch === undefined ? '' : `${baseBranch} · `}${baseCommit.slice(0, 10)}`} />}
      {headCommit !== undefined && <Fact label={t('git.head')} value={headCommit} short={headCommit.slice(0, 10)} />}
      {worktreePath !== undefined ? <Fact label={t('git.worktree')} value={worktreePath} /> : <><dt>{t('git.worktree')}</dt><dd className="muted">{t('git.noWorktree')}</dd></>}
    </dl>
  );
}

function Merged({ task }: { task: UnitTaskView }) {
  const action = useTaskAction();
  const now = useNow();
  const { merge } = task;
  if (merge === undefined) return null;
  const strategy = t(`git.strategy.${merge.strategy}`);
  const age = formatAge(new Date(merge.at).getTime(), now);
  return (
    <Banner tone="done" state="done" actions={<Button size="sm" busy={action.isPending} onClick={() => action.mutate(() => call('undoMerge', { taskId: task.id }))}>{t('git.undo')}</Button>}>
      <b className="strong">{t('git.merged', { branch: merge.targetBranch })}</b>{' '}
      <span className="soft">{age === 'now' ? t('git.mergedNow', { strategy }) : t('git.mergedAt', { strategy, age })} <code>{merge.commit.slice(0, 10)}</code></span>
    </Banner>
  );
}

function Commit({ task }: { task: UnitTaskView }) {
  const cache = useQueryClient();
  const [message, setMessage] = usePersistentState(`commit.${task.id}`, '');
  const changes = useQuery({ ...changeQueries.list(task.id, { scope: 'all' }), enabled: task.worktreePath !== undefined });
  const commit = useMutation({
    mutationFn: () => call('commitTask', { taskId: task.id, ...(message.trim() === '' ? {} : { message: message.trim() }) }),
    onSuccess: (answer) => {
      setMessage('');
      applyTask(cache, answer.task);
      void cache.invalidateQueries({ queryKey: changeQueries.all(task.id) });
      toast({ state: 'done', title: t('git.committed', { commit: answer.commit.slice(0, 10) }) });
    },
    onError: toastError,
  });
  const refused = task.worktreePath === undefined ? t('git.noWorktree') : isBusy(task) ? t('git.mergeFirst') : changes.data?.hasUncommitted === false ? t('git.clean') : undefined;
  const submit = () => {
    if (refused === undefined && !commit.isPending) commit.mutate();
  };
  return (
    <Panel head={<><Icon shape={GitCommitHorizontal} /><h2 className="h2">{t('git.commit')}</h2><span className="xs muted trunc">{t('git.commitHint')}</span></>}>
      <form
        className="panel__body row"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Input aria-label={t('git.message')} placeholder={task.title} value={message} onChange={(event) => setMessage(event.target.value)} />
        <Button size="md" busy={commit.isPending} refused={refused} onClick={submit}>{t('git.commitButton')}</Button>
      </form>
    </Panel>
  );
}

function Snapshots({ task }: { task: UnitTaskView }) {
  const cache = useQueryClient();
  const list = useQuery(changeQueries.snapshots(task.id));
  const restore = useMutation({
    mutationFn: (number: number) => call('restoreSnapshot', { taskId: task.id, number }),
    onSuccess: ({ before }, number) => {
      void cache.invalidateQueries({ queryKey: changeQueries.all(task.id) });
      toast({ state: 'done', title: t('git.restored', { number }), action: { label: t('undo'), run: () => restore.mutate(before.number) } });
    },
    onError: toastError,
  });
  const refused = task.worktreePath === undefined ? t('git.noWorktree') : isBusy(task) ? t('git.mergeFirst') : undefined;
  return (
    <Panel head={<><Icon shape={History} /><h2 className="h2">{t('git.snapshots')}</h2><span className="xs muted trunc">{t('git.snapshotsHint')}</span></>}>
      {list.error !== null && <div className="panel__body"><ErrorNote error={describeError(list.error)} onRetry={() => void list.refetch()} /></div>}
      {list.data?.length === 0 && <p className="panel__body muted">{t('git.noSnapshots')}</p>}
      <ul>
        {list.data?.map((snapshot) => (
          <li key={snapshot.number} className="snap">
            <span className="num muted">{snapshot.number}</span>
            <span className="trunc grow" title={snapshot.reason}>{snapshot.reason.replaceAll('_', ' ')}</span>
            <code className="muted">{snapshot.commit.slice(0, 10)}</code>
            <RelativeTime at={snapshot.at} className="muted" />
            <Button size="sm" kind="ghost" refused={refused} aria-label={t('git.restoreLabel', { number: snapshot.number })} busy={restore.isPending && restore.variables === snapshot.number} onClick={() => restore.mutate(snapshot.number)}>{t('git.restore')}</Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Branch, merge, commit and snapshots of a task. `mergeAsked` counts presses of the header's Merge button. */
export function GitTab({ task, mergeAsked, onLeave }: { task: UnitTaskView; mergeAsked: number; onLeave: () => void }) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (mergeAsked > 0) panel.current?.focus();
  }, [mergeAsked]);
  return (
    <div className="git">
      <Merged task={task} />
      <Facts task={task} />
      {task.merge === undefined && <MergePanel ref={panel} task={task} onLeave={onLeave} />}
      {task.merge === undefined && <Commit task={task} />}
      <Snapshots task={task} />
    </div>
  );
}
