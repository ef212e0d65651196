import { Files, Flag, MessageSquare, Pin } from 'lucide-react';
import { memo } from 'react';
import { Link } from 'react-router';
import type { RepositoryGroupView, UnitTaskView } from '@/api';
import { taskActions, useTaskAction } from '@/features/tasks';
import { cx } from '@/shared/lib/cx';
import { count, t } from '@/shared/lib/strings';
import { formatMoney } from '@/shared/lib/time';
import { AgentPlate, Button, Card, Delta, Icon, ProjectSquare, RelativeTime, StateGlyph } from '@/shared/ui';
import { CardAsk } from './CardAsk';
import { CardMenu } from './CardMenu';
import { useHot } from './useHot';

export interface TaskCardProps {
  readonly task: UnitTaskView;
  readonly project: RepositoryGroupView | undefined;
  readonly selected: boolean;
  readonly arrived?: boolean;
  readonly onSelect: (id: string) => void;
  readonly onDrag: (task: UnitTaskView | undefined) => void;
}

export function shortBranch(branch: string): string {
  return branch.replace(/^homeport\//, '');
}

/** What happens now, in a line: measured, never a spinner. */
function NowLine({ task }: { task: UnitTaskView }) {
  const action = useTaskAction();
  if (task.state === 'interrupted') {
    return (
      <div className="card__now" style={{ alignItems: 'center' }}>
        <span className="trunc grow">{task.failure?.message ?? t('card.interrupted')}</span>
        <Button size="sm" className="card__act" busy={action.isPending} onClick={() => action.mutate(() => taskActions.resume(task.id))}>{t('card.resume')}</Button>
      </div>
    );
  }
  const text = task.state === 'queued' ? t(task.hold === undefined ? 'card.queued' : `card.held.${task.hold}`) : task.state === 'running' ? (task.lastActivity ?? t('card.starting')) : task.state === 'in_review' ? task.lastActivity : undefined;
  return text === undefined ? null : <div className="card__now"><span className="trunc" title={text}>{text}</span></div>;
}

/** Nothing to count yet: the age then stands beside the project. */
function isBare({ changes, usage, queuedPrompts, pinned, raceId }: UnitTaskView): boolean {
  return raceId === undefined && (changes === undefined || changes.files === 0) && (usage.costUsd ?? 0) === 0 && queuedPrompts === 0 && !pinned;
}

function CardFoot({ task }: { task: UnitTaskView }) {
  const { changes, usage } = task;
  return (
    <div className="card__foot num">
      {changes !== undefined && changes.files > 0 && (
        <>
          <Delta added={changes.added} removed={changes.removed} />
          <span className="ic" title={count('card.files', changes.files)}><Icon shape={Files} size={12} />{changes.files}</span>
        </>
      )}
      {usage.costUsd !== undefined && usage.costUsd > 0 && <span>{formatMoney(usage.costUsd)}</span>}
      {task.queuedPrompts > 0 && <span className="ic"><Icon shape={MessageSquare} size={12} />{count('card.queuedPrompts', task.queuedPrompts)}</span>}
      <span className="end">
        {task.raceId !== undefined && <span title={t('card.race')}><Icon shape={Flag} size={12} /></span>}
        {task.pinned && <span title={t('card.pinned')}><Icon shape={Pin} size={12} /></span>}
        <RelativeTime at={task.stateSince} />
      </span>
    </div>
  );
}

/** A card of the board. The whole card opens the task; with Ctrl or Command pressed it selects. */
export const TaskCard = memo(function TaskCard({ task, project, selected, arrived = false, onSelect, onDrag }: TaskCardProps) {
  const { hot, events } = useHot();
  const tone = task.state === 'waiting' ? 'needs' : task.state === 'failed' ? 'failed' : undefined;
  return (
    <Card
      tone={tone}
      selected={selected}
      className={cx('card--task', arrived && 'card--arrived')}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', task.title);
        onDrag(task);
      }}
      onDragEnd={() => onDrag(undefined)}
      {...events}
    >
      <div className="card__top">
        <StateGlyph state={task.state} reason={task.waitingReason} />
        <h3 className="card__title" title={task.title}>
          <Link
            to={`/tasks/${task.id}`}
            className="card__link"
            data-card={task.id}
            draggable={false}
            onClick={(event) => {
              if (!event.metaKey && !event.ctrlKey) return;
              event.preventDefault();
              onSelect(task.id);
            }}
          >
            {task.title}
          </Link>
        </h3>
        <AgentPlate kind={task.agentType} />
      </div>
      {project !== undefined && (
        <div className="card__where">
          <ProjectSquare project={project} />
          <span className="nowrap">{project.name}</span>
          {task.branch !== undefined && <span className="trunc mono" title={task.branch}>{shortBranch(task.branch)}</span>}
          {isBare(task) && <span className="end xxs"><RelativeTime at={task.stateSince} /></span>}
        </div>
      )}
      <NowLine task={task} />
      {!isBare(task) && <CardFoot task={task} />}
      <CardAsk task={task} />
      {hot && <CardMenu task={task} />}
    </Card>
  );
});

/** Done, as one line; numbers on hover. */
export const TaskLine = memo(function TaskLine({ task, project, onSelect, selected }: Pick<TaskCardProps, 'task' | 'project' | 'onSelect' | 'selected'>) {
  const { hot, events } = useHot();
  return (
    <Card className="card--line card--task" selected={selected} title={task.title} {...events}>
      <StateGlyph state={task.state} />
      {project !== undefined && <ProjectSquare project={project} />}
      <Link
        to={`/tasks/${task.id}`}
        className="card__link trunc grow"
        data-card={task.id}
        onClick={(event) => {
          if (!event.metaKey && !event.ctrlKey) return;
          event.preventDefault();
          onSelect(task.id);
        }}
      >
        {task.title}
      </Link>
      {task.changes !== undefined && <span className="hov"><Delta added={task.changes.added} removed={task.changes.removed} /></span>}
      {hot && <CardMenu task={task} />}
    </Card>
  );
});
