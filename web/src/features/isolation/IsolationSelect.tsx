import { Shield } from 'lucide-react';
import type { Isolation, IsolationView } from '@/api';
import { t } from '@/shared/lib/strings';
import { Select } from '@/shared/ui';
import { useIsolations } from './queries';

const ladder: readonly Isolation[] = ['in_place', 'worktree', 'sandbox', 'container'];

/** Where nothing keeps the agent, running without asking needs the typed word. */
export function keepsAgent(isolation: Isolation): boolean {
  return isolation === 'sandbox' || isolation === 'container';
}

function refusal(found: IsolationView | undefined): string | undefined {
  if (found === undefined || found.available) return undefined;
  return t('isolation.unavailable', { reason: found.reason ?? '', next: found.next ?? '' }).trim();
}

/** The rungs, each with what it does not stop. One that this machine cannot do says why, and what to do for it. */
export function IsolationSelect({ value, onChange, without }: { value: Isolation; onChange: (value: Isolation) => void; without?: Isolation }) {
  const found = useIsolations();
  return (
    <Select
      look="filter"
      icon={Shield}
      label={t('isolation.label')}
      value={value}
      onChange={onChange}
      options={ladder.filter((kind) => kind !== without).map((kind) => ({ value: kind, label: <span className="ladder__rung">{t(`task.isolation.${kind}`)}</span>, hint: t(`task.isolation.${kind}.hint`), refused: refusal(found.find((one) => one.kind === kind)) }))}
      shown={t(`task.isolation.${value}`)}
    />
  );
}

/** Only where it can be cut off. */
export function NetworkSelect({ isolation, value, onChange }: { isolation: Isolation; value: boolean; onChange: (value: boolean) => void }) {
  if (!keepsAgent(isolation)) return null;
  return (
    <Select
      look="filter"
      label={t('isolation.network')}
      value={value ? 'on' : 'off'}
      onChange={(next) => onChange(next === 'on')}
      options={[
        { value: 'on', label: t('isolation.network.on'), hint: t('isolation.network.on.hint') },
        { value: 'off', label: t('isolation.network.off'), hint: t('isolation.network.off.hint') },
      ]}
    />
  );
}
