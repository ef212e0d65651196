import { X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { t } from '@/shared/lib/strings';
import { Button, IconButton } from './Button';
import { StateGlyph, type GlyphState } from './StateGlyph';

/** A toast repeats what is also written somewhere that stays; it may offer to undo. */
export interface ToastContent {
  readonly title: string;
  readonly detail?: string | undefined;
  readonly state?: GlyphState;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Milliseconds; 6 s, or 10 s with an action. */
  readonly stay?: number;
}

interface Shown extends ToastContent {
  readonly id: number;
}

let shown: readonly Shown[] = [];
let counter = 0;
const listeners = new Set<() => void>();

function set(next: readonly Shown[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

export function dismissToast(id: number): void {
  set(shown.filter((one) => one.id !== id));
}

export function toast(content: ToastContent): number {
  counter += 1;
  const id = counter;
  set([...shown, { ...content, id }].slice(-3));
  setTimeout(() => dismissToast(id), content.stay ?? (content.action === undefined ? 6000 : 10_000));
  return id;
}

export function toastUndo(title: string, undo: () => void, detail?: string): number {
  return toast({ title, detail, state: 'done', action: { label: t('undo'), run: undo } });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toaster() {
  const list = useSyncExternalStore(subscribe, () => shown);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {list.map(({ id, title, detail, state, action }) => (
        <div className="toast" key={id}>
          {state !== undefined && <StateGlyph state={state} decorative />}
          <div className="grow">
            <b className="medium">{title}</b>
            {detail !== undefined && <p className="xs">{detail}</p>}
          </div>
          {action !== undefined && (
            <Button
              size="sm"
              onClick={() => {
                dismissToast(id);
                action.run();
              }}
            >
              {action.label}
            </Button>
          )}
          <IconButton icon={X} size="sm" label={t('dismiss')} onClick={() => dismissToast(id)} />
        </div>
      ))}
    </div>
  );
}
