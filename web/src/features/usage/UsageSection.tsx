import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { describeError, type GetUsageResponse, type UsageGroup, type UsageGrouping } from '@/api';
import { t } from '@/shared/lib/strings';
import { useNow } from '@/shared/lib/time';
import { agentName, EmptyState, ErrorNote, Segmented, Select, Skeleton } from '@/shared/ui';
import { costOf } from './money';
import { daysFrom, firstDay, usageQueries } from './queries';

const number = new Intl.NumberFormat('en');
const shortDay = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const groupings: readonly UsageGrouping[] = ['day', 'agent', 'model', 'project', 'task'];
const periods = ['7', '30', '90', '365'] as const;
const none = { turns: 0, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, costUsd: 0, estimatedUsd: 0, unpricedTurns: 0 };

function nameOf(by: UsageGrouping, group: UsageGroup) {
  switch (by) {
    case 'day': return shortDay.format(new Date(group.key));
    case 'agent': return agentName(group.key);
    case 'task': return <Link to={`/tasks/${group.key}`} className="trunc">{group.name ?? t('usage.gone')}</Link>;
    case 'project': return group.name ?? t('usage.gone');
    case 'model': return group.key === '' ? t('usage.unknownModel') : <code>{group.key}</code>;
  }
}

/** One bar for each day, empty days included, so that the gaps show. */
function DayBars({ groups, from }: { groups: readonly UsageGroup[]; from: string }) {
  const now = useNow();
  const known = new Map(groups.map((group) => [group.key, group.usage]));
  const days = daysFrom(from, now).map((day) => ({ day, usage: known.get(day) ?? none }));
  const most = Math.max(...days.map(({ usage }) => usage.costUsd), 0.01);
  return (
    <figure className="usage-days" aria-label={t('usage.byDayLabel')}>
      <div className="usage-days__bars" aria-hidden="true">
        {days.map(({ day, usage }) => (
          <i key={day} title={`${shortDay.format(new Date(day))}: ${costOf(usage)}`} style={{ height: `${Math.max(usage.costUsd > 0 ? 3 : 0, (usage.costUsd / most) * 100)}%` }} />
        ))}
      </div>
      <figcaption className="row xs muted">
        <span>{shortDay.format(new Date(days[0]?.day ?? from))}</span>
        <span className="grow" />
        <span>{t('usage.today')}</span>
      </figcaption>
    </figure>
  );
}

function Groups({ by, answer }: { by: UsageGrouping; answer: GetUsageResponse }) {
  const rows = by === 'day' ? answer.items.toReversed() : answer.items;
  const most = Math.max(...rows.map((group) => group.usage.costUsd), 0.01);
  return (
    <div className="panel scroll-x">
      <table className="table usage-table">
        <thead>
          <tr><th>{t(`usage.by.${by}`)}</th><th className="r">{t('usage.turns')}</th><th className="r">{t('usage.input')}</th><th className="r">{t('usage.output')}</th><th className="r">{t('usage.cost')}</th><th className="usage-table__bar"><span className="sr">{t('usage.share')}</span></th></tr>
        </thead>
        <tbody>
          {rows.map((group) => (
            <tr key={group.key}>
              <td>{nameOf(by, group)}</td>
              <td className="r num">{number.format(group.usage.turns)}</td>
              <td className="r num" title={t('usage.cached', { count: number.format(group.usage.cacheReadTokens) })}>{number.format(group.usage.inputTokens + group.usage.cacheReadTokens + group.usage.cacheWriteTokens)}</td>
              <td className="r num">{number.format(group.usage.outputTokens)}</td>
              <td className="r num">{group.usage.unpricedTurns > 0 && group.usage.costUsd === 0 ? t('usage.noPrice') : costOf(group.usage)}</td>
              <td className="usage-table__bar" aria-hidden="true"><i style={{ width: `${(group.usage.costUsd / most) * 100}%` }} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Report({ by, from }: { by: UsageGrouping; from: string }) {
  const { data, error, refetch } = useQuery(usageQueries.groups(by, from));
  if (error !== null) return <ErrorNote error={describeError(error)} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton />;
  if (data.total.turns === 0) return <EmptyState state="draft" title={t('usage.empty')}>{t('usage.emptyText')}</EmptyState>;
  return (
    <>
      <dl className="usage-total">
        <div><dt>{t('usage.cost')}</dt><dd className="num">{costOf(data.total)}</dd></div>
        <div><dt>{t('usage.turns')}</dt><dd className="num">{number.format(data.total.turns)}</dd></div>
        <div><dt>{t('usage.input')}</dt><dd className="num">{number.format(data.total.inputTokens + data.total.cacheReadTokens + data.total.cacheWriteTokens)}</dd></div>
        <div><dt>{t('usage.output')}</dt><dd className="num">{number.format(data.total.outputTokens)}</dd></div>
      </dl>
      {by === 'day' && <DayBars groups={data.items} from={from} />}
      <Groups by={by} answer={data} />
      <p className="xs muted usage-foot">
        {t('usage.foot')}{' '}
        {data.total.estimatedUsd > 0 && t('usage.estimated', { day: data.pricesOf })}{' '}
        {data.total.unpricedTurns > 0 && t('usage.unpriced', { count: number.format(data.total.unpricedTurns) })}
      </p>
    </>
  );
}

/** Tokens and cost of all agents over time. */
export function UsageSection() {
  const [by, setBy] = useState<UsageGrouping>('day');
  const [period, setPeriod] = useState<(typeof periods)[number]>('30');
  const [opened] = useState(() => Date.now());
  return (
    <div className="settings__body">
      <div className="page-head">
        <div className="grow">
          <h1>{t('usage.title')}</h1>
          <p>{t('usage.lede')}</p>
        </div>
      </div>
      <div className="row usage-tools">
        <Segmented label={t('usage.groupBy')} value={by} onChange={setBy} options={groupings.map((value) => ({ value, label: t(`usage.by.${value}`) }))} />
        <span className="grow" />
        <Select look="quiet" label={t('usage.period')} value={period} onChange={setPeriod} options={periods.map((value) => ({ value, label: t(`usage.days.${value}`) }))} />
      </div>
      <Report key={`${by}/${period}`} by={by} from={firstDay(Number(period), opened)} />
    </div>
  );
}
