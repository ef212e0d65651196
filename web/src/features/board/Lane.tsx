import { Archive, CheckCheck, Ellipsis } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { RepositoryGroupView, UnitTaskView } from '@/api';
import { dropTarget, needsPerson, useBulkActions, type Column } from '@/features/tasks';
import { cx } from '@/shared/lib/cx';
import { count, t } from '@/shared/lib/strings';
import { useNow } from '@/shared/lib/time';
import { Chip, IconButton, Menu, MenuItem, VirtualList } from '@/shared/ui';
import { groupByDay, type DoneEntry } from './days';
import { TaskCard, TaskLine } from './TaskCard';

export interface LaneProps {
  readonly column: Column;
  readonly tasks: readonly UnitTaskView[];
  readonly projects: ReadonlyMap<string, RepositoryGroupView>;
  readonly selection: ReadonlySet<string>;
  readonly arrivals: ReadonlySet<string>;
  readonly dragged: UnitTaskView | undefined;
  readonly onSelect: (ids: readonly string[]) => void;
  readonly onToggle: (id: string) => void;
  readonly onDrag: (task: UnitTaskView | undefined) => void;
  readonly onDrop: (column: Column) => void;
  readonly lead?: ReactNode;
}

function LaneHead({ column, tasks, onSelect }: Pick<LaneProps, 'column' | 'tasks' | 'onSelect'>) {
  const bulk = useBulkActions();
  const name = t(`board.${column}`);
  const waiting = tasks.filter(needsPerson).length;
  const ids = tasks.map((task) => task.id);
  return (
    <header className="lane__head">
      <h2>{name}</h2>
      <span className="muted num">{tasks.length}</span>
      {waiting > 0 && <Chip tone="needs">{count('needs', waiting)}</Chip>}
      {tasks.length > 0 && (
        <span className="end">
          <Menu align="end" label={t('board.lane.menu', { lane: name })} trigger={<IconButton icon={Ellipsis} size="sm" label={t('board.lane.menu', { lane: name })} />}>
            <MenuItem icon={CheckCheck} onSelect={() => onSelect(ids)}>{t('board.lane.select')}</MenuItem>
            {(column === 'done' || column === 'backlog') && <MenuItem icon={Archive} onSelect={() => void bulk.archive(ids)}>{t('board.lane.archive')}</MenuItem>}
          </Menu>
        </span>
      )}
    </header>
  );
}

function estimateCard(task: UnitTaskView): number {
  return (task.title.length > 34 ? 112 : 92) + (task.state === 'waiting' || task.state === 'failed' ? 54 : 0);
}

/** One column; only what is seen is drawn. A card is accepted where its state has a transition. */
export function Lane({ column, tasks, projects, selection, arrivals, dragged, onSelect, onToggle, onDrag, onDrop, lead }: LaneProps) {
  const now = useNow();
  const [over, setOver] = useState(false);
  const accepts = dragged !== undefined && dropTarget(dragged, column) !== undefined;
  const card = (task: UnitTaskView) => (
    <TaskCard
      task={task}
      project={projects.get(task.repositoryGroupId)}
      selected={selection.has(task.id)}
      arrived={arrivals.has(task.id)}
      onSelect={onToggle}
      onDrag={onDrag}
    />
  );
  return (
    // The same transitions are in each card's menu; dragging is one way more.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className={cx('lane', accepts && 'lane--accepts', accepts && over && 'lane--over')}
      aria-label={t(`board.${column}`)}
      onDragOver={(event) => {
        if (!accepts) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setOver(false);
      }}
      onDrop={() => {
        setOver(false);
        onDrop(column);
      }}
    >
      <LaneHead column={column} tasks={tasks} onSelect={onSelect} />
      {lead}
      {tasks.length === 0 && <p className="lane__none">{t(`board.empty.${column}`)}</p>}
      {column === 'done' ? (
        <VirtualList<DoneEntry>
          className="lane__list"
          items={groupByDay(tasks, now)}
          keyOf={(entry) => (entry.kind === 'day' ? entry.label : entry.task.id)}
          estimate={(entry) => (entry.kind === 'day' ? 24 : 32)}
          padding={{ top: 1, bottom: 16 }}
          render={(entry) =>
            entry.kind === 'day' ? <p className="day">{entry.label}</p> : <TaskLine task={entry.task} project={projects.get(entry.task.repositoryGroupId)} selected={selection.has(entry.task.id)} onSelect={onToggle} />
          }
        />
      ) : (
        <VirtualList className="lane__list" items={tasks} keyOf={(task) => task.id} estimate={estimateCard} gap={8} padding={{ top: 1, bottom: 16 }} render={card} />
      )}
    </section>
  );
}
