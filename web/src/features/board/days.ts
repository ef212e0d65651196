import type { UnitTaskView } from '@/api';
import { t } from '@/shared/lib/strings';

export type DoneEntry = { readonly kind: 'day'; readonly label: string } | { readonly kind: 'task'; readonly task: UnitTaskView };

function startOfDay(of: Date): number {
  return new Date(of.getFullYear(), of.getMonth(), of.getDate()).getTime();
}

function dayLabel(date: Date, now: Date): string {
  const days = Math.round((startOfDay(now) - startOfDay(date)) / 86_400_000);
  if (days <= 0) return t('day.today');
  if (days === 1) return t('day.yesterday');
  return date.toLocaleDateString('en-GB', { weekday: days < 7 ? 'long' : undefined, day: 'numeric', month: 'long', year: days > 300 ? 'numeric' : undefined });
}

/** The done lane is a log: one line each, under its day, newest first. */
export function groupByDay(tasks: readonly UnitTaskView[], now: number): readonly DoneEntry[] {
  const entries: DoneEntry[] = [];
  let last = '';
  for (const task of tasks.toSorted((a, b) => b.stateSince.localeCompare(a.stateSince))) {
    const label = dayLabel(new Date(task.stateSince), new Date(now));
    if (label !== last) entries.push({ kind: 'day', label });
    last = label;
    entries.push({ kind: 'task', task });
  }
  return entries;
}
