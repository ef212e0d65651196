import type { ReactNode } from 'react';
import { cx } from '@/shared/lib/cx';
import { t } from '@/shared/lib/strings';
import { Button } from './Button';
import { CopyButton } from './CopyButton';
import { Icon, type IconShape } from './Icon';
import { StateGlyph, type GlyphState } from './StateGlyph';

/** Nothing here, and what to do next. */
export function EmptyState({ state, icon, title, children, actions, className }: { state?: GlyphState; icon?: IconShape; title: string; children?: ReactNode; actions?: ReactNode; className?: string }) {
  return (
    <div className={cx('empty', className)}>
      {state !== undefined && <StateGlyph state={state} size={24} decorative />}
      {icon !== undefined && <Icon shape={icon} />}
      <span className="strong">{title}</span>
      {children !== undefined && <p className="xs">{children}</p>}
      {actions !== undefined && <div className="row">{actions}</div>}
    </div>
  );
}

/** What an error shows: what happened, why, what next; the code is for whoever helps. */
export interface ErrorContent {
  readonly title: string;
  readonly why?: string | undefined;
  readonly next?: string | undefined;
  readonly code?: string | undefined;
  readonly traceId?: string | undefined;
  readonly errors?: readonly { readonly path: string; readonly message: string }[] | undefined;
}

function details(error: ErrorContent): string {
  return [error.title, error.why, error.code && `code: ${error.code}`, error.traceId && `trace: ${error.traceId}`, ...(error.errors ?? []).map((one) => `${one.path}: ${one.message}`)]
    .filter(Boolean)
    .join('\n');
}

/** `banner` inline, `empty` where the whole content failed to load. */
export function ErrorNote({ error, onRetry, look = 'banner', actions }: { error: ErrorContent; onRetry?: () => void; look?: 'banner' | 'empty'; actions?: ReactNode }) {
  const buttons = (
    <>
      {actions}
      {onRetry !== undefined && <Button size="sm" onClick={onRetry}>{t('retry')}</Button>}
      <CopyButton text={details(error)} label={t('copyDetails')} withText />
    </>
  );
  const body = (
    <>
      {error.why} {error.next}
      {error.code !== undefined && <> <code className="muted">{error.code}</code></>}
    </>
  );
  if (look === 'empty') {
    return (
      <div role="alert">
        <EmptyState state="failed" title={error.title} actions={buttons}>{body}</EmptyState>
      </div>
    );
  }
  return (
    <div className="banner banner--failed" role="alert">
      <StateGlyph state="failed" decorative />
      <div className="grow">
        <b className="strong">{error.title}</b>
        <p>{body}</p>
        {error.errors !== undefined && error.errors.length > 0 && (
          <ul>
            {error.errors.map((one) => (
              <li key={`${one.path} ${one.message}`}><code>{one.path}</code> {one.message}</li>
            ))}
          </ul>
        )}
      </div>
      <div className="acts">{buttons}</div>
    </div>
  );
}

export function Banner({ tone, state, icon, bar = false, children, actions }: { tone?: 'needs' | 'failed' | 'working' | 'done'; state?: GlyphState; icon?: IconShape; bar?: boolean; children: ReactNode; actions?: ReactNode }) {
  return (
    <div className={cx('banner', tone !== undefined && `banner--${tone}`, bar && 'banner--bar')}>
      {state !== undefined && <StateGlyph state={state} decorative />}
      {icon !== undefined && <Icon shape={icon} />}
      <div className="grow">{children}</div>
      {actions !== undefined && <div className="acts">{actions}</div>}
    </div>
  );
}

/** In the shape of the result, drawn from 200 ms on. `lines` are widths in percent. */
export function Skeleton({ lines = [70, 92, 54], glyph = true, className }: { lines?: readonly number[]; glyph?: boolean; className?: string }) {
  return (
    <div role="status" aria-busy="true" aria-label={t('app.loading')} className={cx('col skel-late', className)} style={{ padding: 16, gap: 16 }}>
      {lines.map((width, index) => (
        <div className="row" key={`${String(width)}-${String(index)}`} style={{ alignItems: 'flex-start' }}>
          {glyph && <span className="skel" style={{ width: 16, height: 16, borderRadius: 8 }} />}
          <span className="grow col">
            <span className="skel" style={{ width: `${width}%` }} />
            <span className="skel" style={{ width: `${width * 0.6}%`, opacity: 0.6 }} />
          </span>
        </div>
      ))}
    </div>
  );
}
