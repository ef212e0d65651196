import { FoldVertical, ReceiptText } from 'lucide-react';
import type { TokenUsage } from '@/api';
import { t } from '@/shared/lib/strings';
import { formatMoney } from '@/shared/lib/time';
import { Menu, MenuItem, MenuLabel, Tooltip } from '@/shared/ui';

const around = 2 * Math.PI * 6;
const number = new Intl.NumberFormat('en');

/** How full the context is, and what it cost so far, as the agent said. */
export function Gauge({ usage, onPress, onCompact }: { usage: TokenUsage; onPress: () => void; onCompact: (() => void) | undefined }) {
  const { contextUsed, contextSize, costUsd, inputTokens, outputTokens } = usage;
  const share = contextUsed !== undefined && contextSize !== undefined && contextSize > 0 ? Math.min(1, contextUsed / contextSize) : undefined;
  const money = costUsd === undefined ? undefined : usage.costEstimated === true ? t('usage.about', { cost: formatMoney(costUsd) }) : formatMoney(costUsd);
  if (share === undefined && costUsd === undefined && inputTokens + outputTokens === 0) return null;
  const title = [
    share !== undefined && t('composer.context', { used: number.format(contextUsed ?? 0), size: number.format(contextSize ?? 0) }),
    inputTokens + outputTokens > 0 && t('composer.usage', { input: number.format(inputTokens), output: number.format(outputTokens) }),
    money !== undefined && t('composer.cost', { cost: money }),
  ].filter(Boolean).join('. ');
  const gauge = (
      <button type="button" className="gauge num" onClick={onCompact === undefined ? onPress : undefined}>
        {share !== undefined && (
          <>
            <svg viewBox="0 0 16 16" aria-hidden="true">
              <circle cx="8" cy="8" r="6" fill="none" stroke="var(--color-line-strong)" strokeWidth="2.5" />
              <circle cx="8" cy="8" r="6" fill="none" stroke={share > 0.9 ? 'var(--color-needs)' : 'var(--color-ink-2)'} strokeWidth="2.5" strokeDasharray={`${share * around} 40`} transform="rotate(-90 8 8)" />
            </svg>
            {Math.round(share * 100)}%
          </>
        )}
        {share !== undefined && costUsd !== undefined && <span aria-hidden="true">·</span>}
        {money}
        <span className="sr"> {title}</span>
        {share === undefined && costUsd === undefined && `${number.format(inputTokens + outputTokens)} tok`}
      </button>
  );
  if (onCompact === undefined) return <Tooltip text={title} side="top">{gauge}</Tooltip>;
  return (
    <Menu align="end" label={title} trigger={gauge}>
      <MenuLabel>{title}</MenuLabel>
      <MenuItem icon={ReceiptText} onSelect={onPress}>{t('composer.costs')}</MenuItem>
      <MenuItem icon={FoldVertical} hint={t('composer.compact.hint')} onSelect={onCompact}>{t('composer.compact')}</MenuItem>
    </Menu>
  );
}
