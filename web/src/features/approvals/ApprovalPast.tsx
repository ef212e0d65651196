import { Check, ShieldQuestionMark, X } from 'lucide-react';
import type { ApprovalDecision, ApprovalState, ApprovalView } from '@/api';
import { t } from '@/shared/lib/strings';
import { Icon } from '@/shared/ui';
import { decisionText } from './answer';

/** What was asked and answered, as one line of the timeline. */
export function ApprovalPast({ approval, state, decision }: { approval: ApprovalView | undefined; state: ApprovalState; decision: ApprovalDecision | undefined }) {
  const { verb, who } = decisionText(state, decision, approval?.kind);
  const refused = decision?.optionKind === 'reject_once' || decision?.optionKind === 'reject_always';
  const answers = decision?.answers?.flatMap((one) => one.values).join(', ');
  const what = answers ?? approval?.title ?? '';
  return (
    <div className="approval approval--past">
      <Icon shape={state === 'pending' ? ShieldQuestionMark : refused || state === 'cancelled' ? X : Check} size={14} />
      <span className="medium nowrap">{verb}</span>
      <span className="trunc grow" title={what}>{what}</span>
      {decision?.keptRuleName !== undefined && <span className="muted trunc" title={decision.keptRuleName}>{t('approval.keptPast', { name: decision.keptRuleName })}</span>}
      {decision?.reason !== undefined && <span className="trunc" title={decision.reason}>“{decision.reason}”</span>}
      <span className="muted nowrap">{who}</span>
    </div>
  );
}
