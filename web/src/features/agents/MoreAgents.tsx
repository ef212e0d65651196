import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { count } from '@/shared/lib/strings';
import { Icon } from '@/shared/ui';

/** Agents that are not on this machine, out of the way of those that are. */
export function MoreAgents({ number, open, children }: { number: number; open: boolean; children: ReactNode }) {
  if (number === 0) return null;
  return (
    <details className="set-fold" open={open}>
      <summary>
        <Icon shape={ChevronRight} size={14} />
        <span className="medium">{count('agent.more', number)}</span>
      </summary>
      {children}
    </details>
  );
}
