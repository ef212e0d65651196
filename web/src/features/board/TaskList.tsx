import { memo } from 'react';
import { Link } from 'react-router';
import type { RepositoryGroupView, UnitTaskView } from '@/api';
import { cx } from '@/shared/lib/cx';
import { t } from '@/shared/lib/strings';
import { formatMoney } from '@/shared/lib/time';
import { agentName, AgentPlate, Checkbox, Delta, ProjectSquare, RelativeTime, StateGlyph, stateLabel, VirtualList } from '@/shared/ui';
import { CardMenu } from './CardMenu';
import { useHot } from './useHot';

interface TaskListProps {
  readonly tasks: readonly UnitTaskView[];
  readonly projects: ReadonlyMap<string, RepositoryGroupView>;
  readonly selection: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
  readonly onSelect: (ids: readonly string[]) => void;
}

const Row = memo(function Row({ task, project, selected, onToggle }: { task: UnitTaskView; project: RepositoryGroupView | undefined; selected: boolean; onToggle: (id: string) => void }) {
  const { hot, events } = useHot();
  return (
    <div className={cx('trow card--task', selected && 'is-selected')} {...events}>
      <Checkbox hideLabel label={t('card.select', { title: task.title })} checked={selected} onChange={() => onToggle(task.id)} />
      <StateGlyph state={task.state} reason={task.waitingReason} />
      <Link to={`/tasks/${task.id}`} className="card__link trunc medium" data-card={task.id} title={task.title}>{task.title}</Link>
      <span className="trunc xs soft trow__state">{task.state === 'running' ? (task.lastActivity ?? stateLabel(task.state)) : task.hold === undefined ? stateLabel(task.state, task.waitingReason) : t(`card.held.${task.hold}`)}</span>
      <span className="row row-tight xs soft trunc trow__wide">{project !== undefined && <><ProjectSquare project={project} /><span className="trunc">{project.name}</span></>}</span>
      <span className="row xs soft trow__wide"><AgentPlate kind={task.agentType} decorative />{agentName(task.agentType)}</span>
      <span className="trow__num">{task.changes !== undefined && task.changes.files > 0 && <Delta added={task.changes.added} removed={task.changes.removed} />}</span>
      <span className="trow__num xs muted num trow__wide">{task.usage.costUsd !== undefined && task.usage.costUsd > 0 && formatMoney(task.usage.costUsd)}</span>
      <span className="trow__num xs muted"><RelativeTime at={task.stateSince} /></span>
      {hot ? <CardMenu task={task} /> : <span />}
    </div>
  );
});

/** The board as rows: dense, for scanning and for acting on many. */
export function TaskList({ tasks, projects, selection, onToggle, onSelect }: TaskListProps) {
  const all = tasks.length > 0 && tasks.every((task) => selection.has(task.id));
  return (
    <div className="tlist">
      <div className="trow trow--head">
        <Checkbox hideLabel label={t('list.selectAll')} checked={all} some={!all && selection.size > 0} onChange={() => onSelect(all ? [] : tasks.map((task) => task.id))} />
        <span />
        <span>{t('list.task')}</span>
        <span className="trow__state" />
        <span className="trow__wide">{t('list.project')}</span>
        <span className="trow__wide">{t('list.agent')}</span>
        <span className="trow__num">{t('list.changes')}</span>
        <span className="trow__num trow__wide">{t('list.cost')}</span>
        <span className="trow__num">{t('list.since')}</span>
        <span />
      </div>
      <VirtualList
        className="grow"
        label={t('list.task')}
        items={tasks}
        keyOf={(task) => task.id}
        estimate={() => 40}
        render={(task) => <Row task={task} project={projects.get(task.repositoryGroupId)} selected={selection.has(task.id)} onToggle={onToggle} />}
      />
    </div>
  );
}
