import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, describeError, type ProjectBudgetResponse } from '@/api';
import { t } from '@/shared/lib/strings';
import { formatMoney } from '@/shared/lib/time';
import { Button, ErrorNote, Skeleton, toast } from '@/shared/ui';
import { readMoney } from './money';
import { MoneyInput } from './MoneyInput';
import { usageQueries } from './queries';

function textOf(dollars: number | undefined): string {
  return dollars === undefined ? '' : String(dollars);
}

/** What the fold says while it is closed. */
export function useProjectBudgetWord(projectId: string): string {
  const { data } = useQuery(usageQueries.project(projectId));
  if (data?.eachTaskUsd === undefined && data?.monthUsd === undefined) return t('usage.noLimit');
  return [
    data.eachTaskUsd !== undefined && t('usage.eachTaskWord', { limit: formatMoney(data.eachTaskUsd) }),
    data.monthUsd !== undefined && t('usage.monthWord', { limit: formatMoney(data.monthUsd), cost: formatMoney(data.spentInMonthUsd) }),
  ].filter(Boolean).join(', ');
}

function BudgetForm({ projectId, budget }: { projectId: string; budget: ProjectBudgetResponse }) {
  const cache = useQueryClient();
  const [each, setEach] = useState(textOf(budget.eachTaskUsd));
  const [month, setMonth] = useState(textOf(budget.monthUsd));
  const save = useMutation({
    mutationFn: (limits: { eachTaskUsd?: number; monthUsd?: number }) => call('setProjectBudget', { projectId, ...limits }),
    onSuccess: () => toast({ state: 'done', title: t('usage.saved') }),
    onSettled: () => cache.invalidateQueries({ queryKey: usageQueries.all }),
  });
  const [eachUsd, monthUsd] = [readMoney(each), readMoney(month)];
  const isNew = each !== textOf(budget.eachTaskUsd) || month !== textOf(budget.monthUsd);
  return (
    <form
      className="usage-project"
      onSubmit={(event) => {
        event.preventDefault();
        if (eachUsd === null || monthUsd === null) return;
        save.mutate({ ...(eachUsd === undefined ? {} : { eachTaskUsd: eachUsd }), ...(monthUsd === undefined ? {} : { monthUsd }) });
      }}
    >
      <MoneyInput label={t('usage.eachTask')} hint={t('usage.eachTaskHint')} value={each} onChange={setEach} />
      <MoneyInput label={t('usage.month')} hint={t('usage.monthHint', { cost: formatMoney(budget.spentInMonthUsd) })} value={month} onChange={setMonth} />
      {save.error !== null && <ErrorNote error={describeError(save.error)} />}
      <div className="row"><Button type="submit" kind="primary" busy={save.isPending} refused={eachUsd === null || monthUsd === null ? t('usage.noAmount') : isNew ? undefined : t('usage.nothingNew')}>{t('usage.save')}</Button></div>
    </form>
  );
}

/** What the tasks of a project may cost. */
export function ProjectBudgetForm({ projectId }: { projectId: string }) {
  const { data, error, refetch } = useQuery(usageQueries.project(projectId));
  if (data !== undefined) return <BudgetForm key={`${data.eachTaskUsd}/${data.monthUsd}`} projectId={projectId} budget={data} />;
  return error === null ? <Skeleton /> : <ErrorNote error={describeError(error)} onRetry={() => void refetch()} />;
}
