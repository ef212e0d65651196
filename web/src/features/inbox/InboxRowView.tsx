import { Link } from 'react-router';
import type { RepositoryGroupView, UnitTaskView } from '@/api';
import { ApprovalAnswer } from '@/features/approvals';
import { taskActions, useTaskAction } from '@/features/tasks';
import { TrustAnswer } from '@/features/trust';
import { cx } from '@/shared/lib/cx';
import { count, t } from '@/shared/lib/strings';
import { formatClock } from '@/shared/lib/time';
import { agentName, Button, Delta, ProjectSquare, RelativeTime, StateGlyph } from '@/shared/ui';
import type { InboxRow } from './items';

function kindOf(task: UnitTaskView): { label: string; tone: string } {
  if (task.trust !== undefined) return { label: t('inbox.kind.trust'), tone: 't-needs' };
  if (task.state === 'waiting') return { label: t(`inbox.kind.${task.waitingReason ?? 'permission'}`), tone: 't-needs' };
  if (task.state === 'failed') return { label: t('inbox.kind.failed'), tone: 't-failed' };
  if (task.state === 'interrupted') return { label: t('inbox.kind.interrupted'), tone: 'soft' };
  return task.state === 'approved' ? { label: t('inbox.kind.approved'), tone: 't-done' } : { label: t('inbox.kind.review'), tone: 't-review' };
}

function sayingOf(task: UnitTaskView): string | undefined {
  if (task.trust !== undefined) return count('trust.title', task.trust.files);
  if (task.pendingApproval !== undefined) {
    return t('inbox.says', { agent: agentName(task.agentType), title: task.pendingApproval.questions?.[0]?.question ?? task.pendingApproval.title });
  }
  if (task.state === 'waiting' && task.limitResetsAt !== undefined) return t('inbox.resets', { time: formatClock(task.limitResetsAt) });
  if (task.waitingReason === 'budget') return t('inbox.budget');
  if (task.failure !== undefined) return [task.failure.message, task.failure.next].filter(Boolean).join('. ');
  return task.lastActivity;
}

function RowAction({ task }: { task: UnitTaskView }) {
  const action = useTaskAction();
  if (task.state === 'failed') return <Button size="sm" busy={action.isPending} onClick={() => action.mutate(() => taskActions.retry(task.id))}>{t('inbox.retry')}</Button>;
  if (task.state === 'interrupted') return <Button size="sm" busy={action.isPending} onClick={() => action.mutate(() => taskActions.resume(task.id))}>{t('inbox.resume')}</Button>;
  if (task.waitingReason === 'budget') return <Link className="btn btn--sm" to={`/tasks/${task.id}`}>{t('inbox.raise')}</Link>;
  if (task.state === 'waiting' || task.trust !== undefined) return null;
  return <Link className="btn btn--sm" to={`/tasks/${task.id}`}>{t('inbox.review.open')}</Link>;
}

export interface InboxRowViewProps {
  readonly row: InboxRow;
  readonly project: RepositoryGroupView | undefined;
  readonly open: boolean;
  readonly onOpen: () => void;
}

/** One thing that waits. The open row shows the ask whole and is answered in place. */
export function InboxRowView({ row: { task }, project, open, onOpen }: InboxRowViewProps) {
  const kind = kindOf(task);
  const saying = sayingOf(task);
  const approval = task.pendingApproval;
  const asked = task.state === 'waiting' ? approval : undefined;
  const answerable = asked !== undefined || task.trust !== undefined;
  const title = <span className="trunc">{task.title}</span>;
  return (
    <article className={cx('irow', open && answerable && 'is-open')}>
      <StateGlyph state={task.state} reason={task.waitingReason} />
      <div style={{ minWidth: 0 }}>
        <div className="irow__t">
          {answerable && !open ? (
            <button type="button" className="irow__open trunc" data-row={task.id} aria-expanded={false} onClick={onOpen}>{task.title}</button>
          ) : (
            <Link to={`/tasks/${task.id}`} className="trunc" data-row={task.id}>{title}</Link>
          )}
        </div>
        <div className="irow__s">
          <span className={cx('medium nowrap', kind.tone)}>{kind.label}</span>
          {saying !== undefined && <span className="trunc" title={saying}>{saying}</span>}
          <span className="muted irow__when"><RelativeTime at={task.stateSince} /></span>
        </div>
      </div>
      <div className="irow__r">
        {task.changes !== undefined && task.changes.files > 0 && task.state !== 'waiting' && <Delta added={task.changes.added} removed={task.changes.removed} />}
        <RowAction task={task} />
        {project !== undefined && <span className="row xs muted nowrap irow__p"><ProjectSquare project={project} /><span className="trunc">{project.name}</span></span>}
        <span className="xs muted nowrap irow__a"><RelativeTime at={task.stateSince} /></span>
      </div>
      {open && answerable && (
        <div className="irow__more">
          {asked === undefined ? <TrustAnswer key={task.trust?.id} task={task} /> : <ApprovalAnswer key={asked.id} approval={asked} />}
        </div>
      )}
    </article>
  );
}
