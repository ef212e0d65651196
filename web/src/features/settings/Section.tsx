import type { ReactNode } from 'react';

/** Head and body of one settings screen. */
export function Section({ title, lede, actions, children }: { title: string; lede: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <div className="settings__body">
      <div className="page-head">
        <div className="grow">
          <h1>{title}</h1>
          <p>{lede}</p>
        </div>
        {actions !== undefined && <div className="end">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

/** A label with its hint at the left, the control at the right. */
export function FormRow({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <>
      <div className="lbl">
        <span className="label">{label}</span>
        {hint !== undefined && <p>{hint}</p>}
      </div>
      <div>{children}</div>
    </>
  );
}
