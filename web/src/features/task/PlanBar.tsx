import { Check, ChevronDown, ListTodo } from 'lucide-react';
import type { PlanPayload } from '@/api';
import { t } from '@/shared/lib/strings';
import { Icon, StateGlyph } from '@/shared/ui';

type Entries = PlanPayload['entries'];

function nowAt(entries: Entries): number {
  const going = entries.findIndex((entry) => entry.status === 'in_progress');
  return going >= 0 ? going : entries.findIndex((entry) => entry.status === 'pending');
}

export function planStep(entries: Entries): string {
  const at = nowAt(entries);
  return at < 0 ? t('task.planDone', { count: entries.length }) : t('task.planStep', { step: at + 1, count: entries.length });
}

export function PlanList({ entries, live }: { entries: Entries; live: boolean }) {
  return (
    <ul className="todo">
      {entries.map((entry, index) => (
        // A to-do list comes whole each time; its entries have no ids, and their order is what they are known by.
        // oxlint-disable-next-line no-array-index-key
        <li key={index} className={entry.status === 'completed' ? 'is-done' : entry.status === 'in_progress' ? 'is-now' : undefined}>
          {entry.status === 'completed' ? <Icon shape={Check} size={14} /> : <StateGlyph state={entry.status === 'pending' ? 'queued' : live ? 'running' : 'interrupted'} size={14} decorative />}
          <span>{entry.content}</span>
        </li>
      ))}
    </ul>
  );
}

/** Sticks above the timeline: where the agent is in its to-do list. */
export function PlanBar({ entries, live }: { entries: Entries; live: boolean }) {
  if (entries.length === 0) return null;
  const at = nowAt(entries);
  return (
    <details className="planbar">
      <summary>
        <Icon shape={ListTodo} />
        <span className="trunc grow"><b className="medium">{planStep(entries)}</b>{at >= 0 && entries[at]?.content}</span>
        <span className="segs" style={{ flex: '0 0 84px' }} aria-hidden="true">
          {entries.slice(0, 24).map((entry, index) => (
            // oxlint-disable-next-line no-array-index-key
            <i key={index} className={entry.status === 'completed' ? 'x' : entry.status === 'in_progress' && live ? 'w' : undefined} />
          ))}
        </span>
        <Icon shape={ChevronDown} size={14} />
      </summary>
      <PlanList entries={entries} live={live} />
    </details>
  );
}
