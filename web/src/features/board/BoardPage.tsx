import { useCallback, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { describeError, type UnitTaskView } from '@/api';
import { newTaskPanel } from '@/features/newTask';
import { useProjects } from '@/features/projects';
import { columns, dropTarget, taskActions, useTaskAction, useTasks, type Column } from '@/features/tasks';
import { usePage } from '@/shared/lib/page';
import { useShortcut } from '@/shared/lib/shortcuts';
import { t } from '@/shared/lib/strings';
import { Button, EmptyState, ErrorNote, Skeleton, toast } from '@/shared/ui';
import { BoardToolbar } from './BoardToolbar';
import { BulkBar } from './BulkBar';
import { matches, sortTasks, useBoardFilter, useLanes } from './filter';
import { InlineNewTask } from './InlineNewTask';
import { Lane } from './Lane';
import { TaskList } from './TaskList';
import { useArrivals } from './useArrivals';

function moveFocus(step: 1 | -1): void {
  const cards = [...document.querySelectorAll<HTMLElement>('[data-card]')];
  const at = cards.findIndex((card) => card === document.activeElement);
  cards[at === -1 ? 0 : Math.min(cards.length - 1, Math.max(0, at + step))]?.focus();
}

/** Dropping a card asks for the transition; what the host refuses is told and the card stays. */
function useDrop(dragged: UnitTaskView | undefined) {
  const action = useTaskAction();
  const navigate = useNavigate();
  return (column: Column) => {
    const target = dragged && dropTarget(dragged, column);
    if (dragged === undefined || target === undefined) return;
    if (target === 'done') {
      toast({ state: dragged.state, title: t('board.merge.title'), detail: t('board.merge.detail') });
      void navigate(`/tasks/${dragged.id}`);
      return;
    }
    const run = target === 'start' || target === 'stop' || target === 'resume' || target === 'retry' ? () => taskActions[target](dragged.id) : () => taskActions.status(dragged.id, target, dragged.version);
    action.mutate(run);
  };
}

function useSelection() {
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => {
    setSelection((known) => {
      const next = new Set(known);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  return { selection, select: (ids: readonly string[]) => setSelection(new Set(ids)), toggle };
}

export function BoardPage() {
  usePage(t('app.board'), [{ label: t('app.workspace'), to: '/board' }, { label: t('app.board') }]);
  const { tasks, isPending, error, refetch } = useTasks();
  const { projects } = useProjects();
  const state = useBoardFilter();
  const { selection, select, toggle } = useSelection();
  const [dragged, setDragged] = useState<UnitTaskView>();
  const drop = useDrop(dragged);
  const group = t('keys.group.board');
  useShortcut({ keys: 'KeyJ', label: t('keys.move'), group, run: () => moveFocus(1) });
  useShortcut({ keys: 'KeyK', label: t('keys.moveBack'), group, run: () => moveFocus(-1) });
  useShortcut({
    keys: 'KeyX', label: t('keys.selectCard'), group,
    run: () => {
      const id = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['card'] : undefined;
      if (id !== undefined) toggle(id);
    },
  });

  const { project, agent, text } = state.filter;
  const shown = useMemo(() => tasks.filter((task) => matches(task, { project, agent, text })), [tasks, project, agent, text]);
  const lanes = useLanes(shown, state.sort);
  const arrivals = useArrivals(tasks);
  const byId = useMemo(() => new Map(projects.map((one) => [one.id, one])), [projects]);
  const selected = useMemo(() => shown.filter((task) => selection.has(task.id)), [shown, selection]);

  if (error !== null && tasks.length === 0) return <ErrorNote look="empty" error={describeError(error)} onRetry={() => void refetch()} />;
  if (isPending) return <Skeleton lines={[40, 62, 50, 71]} />;

  return (
    <>
      <h1 className="sr">{t('app.board')}</h1>
      <BoardToolbar projects={projects} tasks={tasks} state={state} />
      {tasks.length > 0 && shown.length === 0 ? (
        <EmptyState state="cancelled" className="grow justify-center" title={t('board.noMatch')} actions={<Button onClick={state.clear}>{t('board.clear')}</Button>} />
      ) : tasks.length === 0 && projects.length > 0 && state.view === 'list' ? (
        <EmptyState state="draft" className="grow justify-center" title={t('board.empty.title')} actions={<Button kind="primary" onClick={() => newTaskPanel.open({})}>{t('board.new')}</Button>}>
          {t('board.empty.text')}
        </EmptyState>
      ) : state.view === 'list' ? (
        <TaskList tasks={sortTasks(shown, state.sort)} projects={byId} selection={selection} onToggle={toggle} onSelect={select} />
      ) : (
        <div className="board">
          {columns.map((column) => (
            <Lane
              key={column}
              column={column}
              tasks={lanes.get(column) ?? []}
              projects={byId}
              selection={selection}
              arrivals={arrivals}
              dragged={dragged}
              onSelect={select}
              onToggle={toggle}
              onDrag={setDragged}
              onDrop={drop}
              lead={column === 'backlog' && <InlineNewTask projectId={project} />}
            />
          ))}
        </div>
      )}
      {selected.length > 0 && <BulkBar tasks={selected} onClear={() => select([])} />}
    </>
  );
}
