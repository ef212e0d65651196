import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { UnitTaskView } from '@/api';
import { columnOf, columns, needsPerson, type Column } from '@/features/tasks';
import { usePersistentState } from '@/shared/lib/persistent';

export type SortOrder = 'change' | 'created' | 'oldest' | 'title';
export type BoardView = 'board' | 'list';

export interface BoardFilter {
  readonly project: string;
  readonly agent: string;
  readonly text: string;
}

/** Filters stand in the address, so that they can be linked and survive a reload; sort and view are remembered. */
export function useBoardFilter() {
  const [params, setParams] = useSearchParams();
  const [sort, setSort] = usePersistentState<SortOrder>('board.sort', 'change');
  const [view, setView] = usePersistentState<BoardView>('board.view', 'board');
  const filter: BoardFilter = { project: params.get('project') ?? '', agent: params.get('agent') ?? '', text: params.get('q') ?? '' };
  const set = (name: string, value: string) =>
    setParams(
      (known) => {
        const next = new URLSearchParams(known);
        if (value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return {
    filter,
    sort,
    setSort,
    view,
    setView,
    setProject: (value: string) => set('project', value),
    setAgent: (value: string) => set('agent', value),
    setText: (value: string) => set('q', value),
    clear: () => setParams({}, { replace: true }),
  };
}

export function matches(task: UnitTaskView, { project, agent, text }: BoardFilter): boolean {
  if (project !== '' && task.repositoryGroupId !== project) return false;
  if (agent !== '' && task.agentType !== agent) return false;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const hay = `${task.title} ${task.prompt} ${task.branch ?? ''}`.toLowerCase();
  return words.every((word) => hay.includes(word));
}

const orders: Readonly<Record<SortOrder, (a: UnitTaskView, b: UnitTaskView) => number>> = {
  change: (a, b) => b.stateSince.localeCompare(a.stateSince),
  created: (a, b) => b.createdAt.localeCompare(a.createdAt),
  oldest: (a, b) => a.createdAt.localeCompare(b.createdAt),
  title: (a, b) => a.title.localeCompare(b.title),
};

/** What waits for a person leads, the longest paused first; then pinned; then the chosen order. */
export function sortTasks(tasks: readonly UnitTaskView[], order: SortOrder): readonly UnitTaskView[] {
  return tasks.toSorted((a, b) => {
    const waits = Number(needsPerson(b)) - Number(needsPerson(a));
    if (waits !== 0) return waits;
    if (needsPerson(a)) return a.stateSince.localeCompare(b.stateSince);
    return Number(b.pinned) - Number(a.pinned) || orders[order](a, b);
  });
}

export function useLanes(tasks: readonly UnitTaskView[], order: SortOrder): ReadonlyMap<Column, readonly UnitTaskView[]> {
  return useMemo(() => {
    const lanes = Map.groupBy(tasks, columnOf);
    return new Map(columns.map((column) => [column, sortTasks(lanes.get(column) ?? [], order)] as const));
  }, [tasks, order]);
}
