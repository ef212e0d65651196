import type { UsageSum } from '@/api';
import { t } from '@/shared/lib/strings';
import { formatMoney } from '@/shared/lib/time';

/** With a sign where a part of it is estimated. */
export function costOf(usage: Pick<UsageSum, 'costUsd' | 'estimatedUsd'>): string {
  return usage.estimatedUsd > 0 ? t('usage.about', { cost: formatMoney(usage.costUsd) }) : formatMoney(usage.costUsd);
}

/** Dollars that a person typed; undefined for nothing, null for what is no amount. */
export function readMoney(text: string): number | undefined | null {
  const bare = text.trim().replace(/^\$/, '');
  if (bare === '') return undefined;
  return /^\d+([.,]\d{1,2})?$/.test(bare) && Number(bare.replace(',', '.')) > 0 ? Number(bare.replace(',', '.')) : null;
}

/** The next round amount above what was spent. */
export function proposal(spent: number, limit: number): string {
  return String(Math.max(Math.ceil(limit * 2), Math.ceil(spent + limit / 2), 1));
}
