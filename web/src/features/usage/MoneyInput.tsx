import { t } from '@/shared/lib/strings';
import { Field, Input } from '@/shared/ui';
import { readMoney } from './money';

/** An amount of dollars, or nothing. */
export function MoneyInput({ label, hint, value, refused, onChange }: { label: string; hint?: string; value: string; refused?: string | undefined; onChange: (value: string) => void }) {
  return (
    <Field label={label} hint={hint} error={readMoney(value) === null ? t('usage.noAmount') : refused}>
      {(ids) => <Input {...ids} inputMode="decimal" className="num usage-money" placeholder={t('usage.noLimit')} value={value} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
}
