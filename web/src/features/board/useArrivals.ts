import { useEffect, useRef, useState } from 'react';
import type { UnitTaskView } from '@/api';
import { columnOf, type Column } from '@/features/tasks';

/** Ids of the cards that changed their column within the last moment; they arrive in 220 ms. */
export function useArrivals(tasks: readonly UnitTaskView[]): ReadonlySet<string> {
  const known = useRef<Map<string, Column> | undefined>(undefined);
  const [arrivals, setArrivals] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const before = known.current;
    known.current = new Map(tasks.map((task) => [task.id, columnOf(task)]));
    if (before === undefined || before.size === 0) return;
    const moved = tasks.filter((task) => before.get(task.id) !== columnOf(task)).map((task) => task.id);
    if (moved.length === 0) return;
    setArrivals(new Set(moved));
    const timer = setTimeout(() => setArrivals(new Set()), 400);
    return () => clearTimeout(timer);
  }, [tasks]);
  return arrivals;
}
