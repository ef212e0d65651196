import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { ApprovalView } from '@/api';
import { t } from '@/shared/lib/strings';
import { IconButton } from '@/shared/ui';
import { ApprovalCard } from './ApprovalCard';

/** Pinned above the composer: the oldest request first, with a counter when several wait. */
export function ApprovalDock({ approvals }: { approvals: readonly ApprovalView[] }) {
  const [chosen, setChosen] = useState<string>();
  const index = Math.max(0, approvals.findIndex((one) => one.id === chosen));
  const shown = approvals[index];
  if (shown === undefined) return null;
  const go = (step: number) => setChosen(approvals[(index + step + approvals.length) % approvals.length]?.id);
  const several = approvals.length > 1 && (
    <span className="row row-4 num xs">
      <IconButton size="sm" icon={ChevronLeft} label={t('approval.previous')} onClick={() => go(-1)} />
      <span className="nowrap">{t('approval.several', { index: index + 1, count: approvals.length })}</span>
      <IconButton size="sm" icon={ChevronRight} label={t('approval.next')} onClick={() => go(1)} />
    </span>
  );
  return <ApprovalCard key={shown.id} approval={shown} several={several} />;
}
