import { en } from './en';

export type StringKey = keyof typeof en;
type Values = Readonly<Record<string, string | number>>;

/** A text of the catalogue; `{name}` is replaced by the value of that name. */
export function t(key: StringKey, values?: Values): string {
  const text: string = en[key];
  if (values === undefined) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

type PluralKey = StringKey extends infer K ? (K extends `${infer Base}.one` ? Base : never) : never;

const rules = new Intl.PluralRules('en');

/** `count('needs', 3)` takes `needs.one` or `needs.other`; `{count}` is the number. */
export function count(key: PluralKey, n: number, values?: Values): string {
  const form: StringKey = rules.select(n) === 'one' ? `${key}.one` : `${key}.other`;
  return t(form, { ...values, count: n });
}
