import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { describeError, type TaskUsageResponse, type UnitTaskView } from '@/api';
import { t } from '@/shared/lib/strings';
import { AgentPlate, Button, ErrorNote, IconButton, RelativeTime, Skeleton } from '@/shared/ui';
import { costOf, readMoney } from './money';
import { MoneyInput } from './MoneyInput';
import { usageQueries } from './queries';
import { useTaskBudget } from './useTaskBudget';

const number = new Intl.NumberFormat('en');

function TurnRows({ usage }: { usage: TaskUsageResponse }) {
  return (
    // What scrolls must be reached by keyboard too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="scroll-x" role="region" aria-label={t('usage.turns')} tabIndex={0}>
      <table className="table usage-turns">
        <thead><tr><th>{t('usage.turn')}</th><th className="r">{t('usage.input')}</th><th className="r">{t('usage.output')}</th><th className="r">{t('usage.cost')}</th></tr></thead>
        <tbody>
          {usage.turns.map((turn) => (
            <tr key={turn.turnId}>
              <td><span className="row"><AgentPlate kind={turn.agentType} /><span className="trunc">{turn.model ?? t('usage.unknownModel')}</span><span className="muted nowrap"><RelativeTime at={turn.at} /></span></span></td>
              <td className="r num" title={t('usage.cached', { count: number.format(turn.usage.cacheReadTokens) })}>{number.format(turn.usage.inputTokens + turn.usage.cacheReadTokens + turn.usage.cacheWriteTokens)}</td>
              <td className="r num">{number.format(turn.usage.outputTokens)}</td>
              <td className="r num">{turn.usage.unpricedTurns > 0 ? t('usage.noPrice') : costOf(turn.usage)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function BudgetForm({ task, usage }: { task: UnitTaskView; usage: TaskUsageResponse }) {
  const { budget } = usage;
  const known = budget.taskUsd === undefined ? '' : String(budget.taskUsd);
  const [amount, setAmount] = useState(known);
  const save = useTaskBudget(task.id);
  const dollars = readMoney(amount);
  return (
    <form
      className="row usage-budget"
      onSubmit={(event) => {
        event.preventDefault();
        if (dollars !== null) save.mutate({ limitUsd: dollars, resumes: false });
      }}
    >
      <MoneyInput label={t('usage.budget')} hint={budget.eachTaskUsd === undefined ? t('usage.budgetHint') : t('usage.budgetProject', { limit: `$${budget.eachTaskUsd}` })} value={amount} onChange={setAmount} />
      <Button type="submit" size="sm" busy={save.isPending} refused={dollars === null ? t('usage.noAmount') : amount === known ? t('usage.nothingNew') : undefined}>{t('usage.save')}</Button>
    </form>
  );
}

/** What a task cost turn by turn, and what it may. */
export function CostPanel({ task, onClose }: { task: UnitTaskView; onClose: () => void }) {
  const { data, error, refetch } = useQuery(usageQueries.task(task.id, task.version));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className="usage-panel panel"
      aria-label={t('usage.ofTask')}
      onKeyDown={(event) => {
        if (event.code !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="row usage-panel__head">
        <b className="strong grow">{data === undefined ? t('usage.ofTask') : t('usage.ofTaskCost', { cost: costOf(data.total) })}</b>
        <IconButton size="sm" icon={X} label={t('usage.close')} onClick={onClose} />
      </div>
      {error !== null && <ErrorNote error={describeError(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton />}
      {data !== undefined && (
        <>
          {data.turns.length === 0 ? <p className="muted xs">{t('usage.nothingYet')}</p> : <TurnRows usage={data} />}
          {data.total.estimatedUsd > 0 && <p className="muted xs">{t('usage.estimated', { day: data.pricesOf })}</p>}
          <BudgetForm key={data.budget.taskUsd} task={task} usage={data} />
        </>
      )}
    </section>
  );
}
