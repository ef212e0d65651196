import { ChevronsUpDown, CircleAlert, ChevronDown } from 'lucide-react';
import { useId, type ComponentProps, type ReactNode } from 'react';
import { cx } from '@/shared/lib/cx';
import { Icon, type IconShape } from './Icon';
import { Menu, MenuChoice } from './Menu';

/** A label, its control, and below it a hint or what is wrong with what to do. The control gets the ids it needs. */
export function Field({ label, hint, error, children }: { label: string; hint?: ReactNode; error?: string | undefined; children: (ids: { id: string; 'aria-invalid'?: true; 'aria-describedby'?: string }) => ReactNode }) {
  const id = useId();
  const about = `${id}-about`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, ...(error === undefined ? {} : { 'aria-invalid': true }), ...(error === undefined && hint === undefined ? {} : { 'aria-describedby': about }) })}
      {error !== undefined ? (
        <span className="err" id={about} role="alert">
          <Icon shape={CircleAlert} size={12} />
          {error}
        </span>
      ) : (
        hint !== undefined && <span className="hint" id={about}>{hint}</span>
      )}
    </div>
  );
}

export function Input({ small = false, className, ...rest }: ComponentProps<'input'> & { small?: boolean }) {
  return <input {...rest} className={cx('input', small && 'input--sm', rest['aria-invalid'] === true && 'is-invalid', className)} />;
}

export function IconInput({ icon, end, wrapClass, ...rest }: ComponentProps<typeof Input> & { icon: IconShape; end?: ReactNode; wrapClass?: string }) {
  return (
    <div className={cx('input-wrap', wrapClass)}>
      <Icon shape={icon} size={14} />
      <Input {...rest} />
      {end}
    </div>
  );
}

export interface SelectProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly options: readonly { value: T; label: ReactNode; hint?: string | undefined; refused?: string | undefined }[];
  /** `field` in forms, `quiet` in bars, `filter` as a chip. */
  readonly look?: 'field' | 'quiet' | 'filter';
  readonly icon?: IconShape;
  readonly active?: boolean;
  /** What the button shows; the chosen option's label otherwise. */
  readonly shown?: ReactNode;
}

export function Select<T extends string>({ label, value, onChange, options, look = 'field', icon, active = false, shown }: SelectProps<T>) {
  const chosen = shown ?? options.find((option) => option.value === value)?.label ?? value;
  const className = { field: 'select select--lg', quiet: 'select select--quiet', filter: cx('filter', active && 'filter--on') }[look];
  const trigger = (
    <button type="button" className={className}>
      {icon !== undefined && <Icon shape={icon} size={14} />}
      <span className="sr">{label}: </span>
      <span className={typeof chosen === 'string' ? 'trunc' : 'trunc row'}>{chosen}</span>
      <Icon shape={look === 'field' ? ChevronsUpDown : ChevronDown} size={look === 'field' ? 14 : 12} />
    </button>
  );
  return (
    <Menu trigger={trigger} label={label}>
      <MenuChoice value={value} onChange={onChange} options={options} />
    </Menu>
  );
}

export function Checkbox({ label, hideLabel = false, some = false, ...rest }: Omit<ComponentProps<'input'>, 'type'> & { label: string; hideLabel?: boolean; some?: boolean }) {
  const box = (
    <input
      {...rest}
      type="checkbox"
      className="check"
      aria-label={hideLabel ? label : undefined}
      ref={(element) => {
        if (element !== null) element.indeterminate = some;
      }}
    />
  );
  return hideLabel ? box : <label className="row">{box}{label}</label>;
}

export function Switch({ label, hideLabel = false, ...rest }: Omit<ComponentProps<'input'>, 'type' | 'role'> & { label: string; hideLabel?: boolean }) {
  const control = <input {...rest} type="checkbox" role="switch" aria-checked={rest.checked ?? false} className="switch" aria-label={hideLabel ? label : undefined} />;
  return hideLabel ? control : <label className="row">{control}{label}</label>;
}

/** A few choices side by side. */
export function Segmented<T extends string>({ label, value, onChange, options }: { label: string; value: T; onChange: (value: T) => void; options: readonly { value: T; label: string; icon?: IconShape; count?: number; hint?: string }[] }) {
  return (
    <div className="seg" role="group" aria-label={label}>
      {options.map((option) => (
        <button key={option.value} type="button" aria-pressed={option.value === value} title={option.hint} onClick={() => onChange(option.value)}>
          {option.icon !== undefined && <Icon shape={option.icon} size={14} />}
          {option.label}
          {option.count !== undefined && <span className="count count--plain">{option.count}</span>}
        </button>
      ))}
    </div>
  );
}
