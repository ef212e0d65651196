import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { TaskUsageResponse, UnitTaskView } from '@/api';
import { t } from '@/shared/lib/strings';
import { formatMoney } from '@/shared/lib/time';
import { Banner, Button, Input } from '@/shared/ui';
import { proposal, readMoney } from './money';
import { usageQueries } from './queries';
import { useTaskBudget } from './useTaskBudget';

function RaiseForm({ task, usage }: { task: UnitTaskView; usage: TaskUsageResponse }) {
  const { budget } = usage;
  const limit = budget.taskUsd ?? budget.eachTaskUsd ?? budget.spentUsd;
  const [amount, setAmount] = useState(() => proposal(budget.spentUsd, limit));
  const raise = useTaskBudget(task.id);
  const dollars = readMoney(amount);
  const enough = typeof dollars === 'number' && dollars > budget.spentUsd;
  return (
    <form
      className="row usage-raise"
      onSubmit={(event) => {
        event.preventDefault();
        if (enough) raise.mutate({ limitUsd: dollars, resumes: true });
      }}
    >
      <span className="muted" aria-hidden="true">$</span>
      <Input small inputMode="decimal" className="num usage-money" aria-label={t('usage.newLimit')} value={amount} onChange={(event) => setAmount(event.target.value)} />
      <Button type="submit" size="sm" kind="primary" busy={raise.isPending} refused={enough ? undefined : t('usage.more', { cost: formatMoney(budget.spentUsd) })}>{t('usage.raise')}</Button>
    </form>
  );
}

/** Stands where an approval would: the money is gone, and a person says how it goes on. */
export function BudgetAsk({ task }: { task: UnitTaskView }) {
  const waits = task.waitingReason === 'budget';
  const { data } = useQuery({ ...usageQueries.task(task.id, task.version), enabled: waits });
  if (!waits || data === undefined) return null;
  const { budget } = data;
  const isMonth = budget.monthUsd !== undefined && budget.spentInMonthUsd >= budget.monthUsd;
  return (
    <Banner tone="needs" state="waiting">
      <b className="strong">{t('usage.usedUp')}</b>{' '}
      <span className="soft">
        {isMonth
          ? t('usage.usedUpMonth', { limit: formatMoney(budget.monthUsd ?? 0), cost: formatMoney(budget.spentInMonthUsd) })
          : t('usage.usedUpTask', { limit: formatMoney(budget.taskUsd ?? budget.eachTaskUsd ?? 0), cost: formatMoney(budget.spentUsd) })}
      </span>
      <div className="usage-ask">
        {isMonth ? <Link className="btn btn--sm" to={`/settings/projects?open=budget&project=${task.repositoryGroupId}`}>{t('usage.toProject')}</Link> : <RaiseForm key={budget.spentUsd} task={task} usage={data} />}
      </div>
    </Banner>
  );
}
