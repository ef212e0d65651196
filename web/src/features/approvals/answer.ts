import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call, ProblemError, type AnswerApprovalRequest, type ApprovalDecision, type ApprovalOption, type ApprovalState, type ApprovalView, type GetUnitTaskResponse } from '@/api';
import { taskQueries } from '@/features/tasks';
import { forgetPersistent } from '@/shared/lib/persistent';
import { t } from '@/shared/lib/strings';
import { toast } from '@/shared/ui';

export type Answer = Omit<AnswerApprovalRequest, 'approvalId'>;

/**
 * Answers what an agent asks, and exactly what was shown. The first answer wins: one that comes too late is refused with whose
 * that was, and what is shown is read anew.
 */
export function useAnswerApproval(approval: Pick<ApprovalView, 'id' | 'taskId' | 'detailDigest'>) {
  const cache = useQueryClient();
  const { queryKey } = taskQueries.detail(approval.taskId);
  return useMutation({
    mutationFn: (answer: Answer) => call('answerApproval', { approvalId: approval.id, ...(approval.detailDigest === undefined ? {} : { detailDigest: approval.detailDigest }), ...answer }),
    onSuccess: ({ keptRule }) => {
      for (const kept of ['answer', 'plan']) forgetPersistent(`${kept}.${approval.id}`);
      if (keptRule !== undefined) toast({ state: 'done', title: t('approval.kept', { name: keptRule.name }), detail: t('approval.keptDetail') });
      cache.setQueryData<GetUnitTaskResponse>(queryKey, (known) => known && { ...known, pendingApprovals: known.pendingApprovals.filter((one) => one.id !== approval.id) });
    },
    onError: (error) => {
      // The card goes away when the task is read anew; the timeline keeps who answered what.
      if (error instanceof ProblemError && error.code === 'conflict') toast({ state: 'waiting', title: t('approval.late'), detail: error.message });
      void cache.invalidateQueries({ queryKey });
    },
  });
}

export interface Options {
  readonly allow: ApprovalOption | undefined;
  readonly always: readonly ApprovalOption[];
  readonly deny: ApprovalOption | undefined;
  readonly never: readonly ApprovalOption[];
}

/** What the agent offers, by meaning: allow once, lasting allowances, deny once, lasting refusals. Further ones of the first kind count as lasting. */
export function optionsOf({ options }: Pick<ApprovalView, 'options'>): Options {
  const of = (kind: ApprovalOption['kind']) => options.filter((option) => option.kind === kind);
  const [allow, ...moreAllow] = of('allow_once');
  const [deny, ...moreDeny] = of('reject_once');
  return { allow, always: [...moreAllow, ...of('allow_always')], deny, never: [...moreDeny, ...of('reject_always')] };
}

export function askTitle(approval: ApprovalView): string {
  if (approval.kind === 'question') return approval.questions?.[0]?.question ?? approval.title;
  if (approval.kind === 'plan') return t('approval.plan');
  if (approval.detailKind === 'command') return t('approval.command');
  return approval.detailKind === 'diff' ? t('approval.edit') : t('approval.permission');
}

/** "Allowed by Mara", as a line that stays. */
export function decisionText(state: ApprovalState, decision: ApprovalDecision | undefined, kind: ApprovalView['kind'] | undefined): { verb: string; who: string } {
  const by = decision?.by;
  const rule = decision?.ruleName === undefined ? t('approval.byRule') : t('approval.byRuleNamed', { rule: decision.ruleName });
  const who = by === undefined ? '' : by === 'rule' ? rule : by === 'agent' ? t('approval.byAgent') : t('approval.by', { who: by });
  if (state === 'pending') return { verb: t('approval.asked'), who: '' };
  if (state === 'cancelled') return { verb: t('approval.cancelled'), who };
  if (decision?.answers !== undefined) return { verb: t('approval.answered'), who };
  const plan = kind === 'plan';
  switch (decision?.optionKind) {
    case 'allow_once': return { verb: t(plan ? (decision.plan === undefined ? 'approval.planApproved' : 'approval.planChanged') : decision.keptRuleName === undefined ? 'approval.allowed' : 'approval.allowedAlways'), who };
    case 'allow_always': return { verb: t(plan ? (decision.plan === undefined ? 'approval.planApproved' : 'approval.planChanged') : 'approval.allowedAlways'), who };
    case 'reject_once':
    case 'reject_always': return { verb: t(plan ? 'approval.planKept' : 'approval.denied'), who };
    default: return { verb: t('approval.answered'), who };
  }
}
