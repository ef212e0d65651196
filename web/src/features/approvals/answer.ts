import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call, type AnswerApprovalRequest, type ApprovalDecision, type ApprovalOption, type ApprovalState, type ApprovalView, type GetUnitTaskResponse } from '@/api';
import { taskQueries } from '@/features/tasks';
import { forgetPersistent } from '@/shared/lib/persistent';
import { t } from '@/shared/lib/strings';

export type Answer = Omit<AnswerApprovalRequest, 'approvalId'>;

/** Answers what an agent asks. The first answer wins: one that comes too late is refused, and what is shown is read anew. */
export function useAnswerApproval(approval: Pick<ApprovalView, 'id' | 'taskId'>) {
  const cache = useQueryClient();
  const { queryKey } = taskQueries.detail(approval.taskId);
  return useMutation({
    mutationFn: (answer: Answer) => call('answerApproval', { approvalId: approval.id, ...answer }),
    onSuccess: () => {
      forgetPersistent(`answer.${approval.id}`);
      cache.setQueryData<GetUnitTaskResponse>(queryKey, (known) => known && { ...known, pendingApprovals: known.pendingApprovals.filter((one) => one.id !== approval.id) });
    },
    onError: () => void cache.invalidateQueries({ queryKey }),
  });
}

const inertFor = 500;

/** Answers are dead for the first 500 ms, so that a key or tap meant for something else cannot answer. */
export function useInertFirst(key: string): boolean {
  const [ready, setReady] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setReady(key), inertFor);
    return () => clearTimeout(timer);
  }, [key]);
  return ready !== key;
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
  const who = by === undefined ? '' : by === 'rule' ? t('approval.byRule') : by === 'agent' ? t('approval.byAgent') : t('approval.by', { who: by });
  if (state === 'pending') return { verb: t('approval.asked'), who: '' };
  if (state === 'cancelled') return { verb: t('approval.cancelled'), who };
  if (decision?.answers !== undefined) return { verb: t('approval.answered'), who };
  const plan = kind === 'plan';
  switch (decision?.optionKind) {
    case 'allow_once': return { verb: t(plan ? 'approval.planApproved' : 'approval.allowed'), who };
    case 'allow_always': return { verb: t(plan ? 'approval.planApproved' : 'approval.allowedAlways'), who };
    case 'reject_once':
    case 'reject_always': return { verb: t(plan ? 'approval.planKept' : 'approval.denied'), who };
    default: return { verb: t('approval.answered'), who };
  }
}
