import { Link } from 'react-router';
import type { ApprovalView, UnitTaskView } from '@/api';
import { taskActions, useTaskAction } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { formatClock } from '@/shared/lib/time';
import { Button } from '@/shared/ui';

export function askTitle(approval: ApprovalView): string {
  if (approval.kind === 'question') return t('card.ask.question');
  if (approval.kind === 'plan') return t('card.ask.plan');
  if (approval.detailKind === 'command') return t('card.ask.command');
  return t(approval.detailKind === 'diff' ? 'card.ask.edit' : 'card.ask.permission');
}

function firstLine(text: string): string {
  return text.split('\n').find((line) => line.trim() !== '')?.trim() ?? '';
}

function limitTitle(task: UnitTaskView): string {
  if (task.limitResetsAt === undefined) return t('card.ask.limitUnknown');
  return t('card.ask.limit', { time: formatClock(task.limitResetsAt) });
}

/** The ask travels: what the agent wants stands on the card, with the button that answers it. */
export function CardAsk({ task }: { task: UnitTaskView }) {
  const action = useTaskAction();
  const approval = task.pendingApproval;
  if (task.state === 'waiting' && task.resumeAt !== undefined) {
    const text = t(task.waitingReason === 'overloaded' ? 'card.overloaded' : 'card.resumes', { time: formatClock(task.resumeAt) });
    return <div className="card__now"><span className="trunc" title={text}>{text}</span></div>;
  }
  if (task.state === 'waiting') {
    const limit = task.waitingReason === 'limit';
    const budget = task.waitingReason === 'budget';
    const text = budget ? t('card.ask.budgetDetail') : approval === undefined ? t('card.ask.limitDetail') : approval.detailKind === 'command' ? firstLine(approval.detail) : (approval.questions?.[0]?.question ?? approval.title);
    return (
      <div className="card__ask">
        <div className="grow">
          <b>{budget ? t('card.ask.budget') : limit || approval === undefined ? limitTitle(task) : askTitle(approval)}</b>
          <span className="trunc" style={{ display: 'block' }} title={text}>{approval?.detailKind === 'command' ? <code className="trunc">{text}</code> : text}</span>
        </div>
        <Link className="btn btn--sm card__act" to={`/tasks/${task.id}`}>{t(limit || budget ? 'card.choose' : 'card.answer')}</Link>
      </div>
    );
  }
  if (task.state === 'failed') {
    return (
      <div className="card__ask card__ask--failed">
        <div className="grow">
          <b className="trunc" title={task.failure?.message}>{task.failure?.message ?? t('card.failed')}</b>
          {task.failure?.next !== undefined && <span className="trunc" style={{ display: 'block' }} title={task.failure.next}>{task.failure.next}</span>}
        </div>
        <Button size="sm" className="card__act" busy={action.isPending} onClick={() => action.mutate(() => taskActions.retry(task.id))}>{t('card.retry')}</Button>
      </div>
    );
  }
  return null;
}
