import type { ReactElement } from 'react';
import { cx } from '@/shared/lib/cx';
import { t, type StringKey } from '@/shared/lib/strings';

/** The states of a task, as in the domain. */
export type GlyphState =
  | 'draft' | 'blocked' | 'queued' | 'running' | 'waiting' | 'interrupted' | 'in_review'
  | 'approved' | 'pr_open' | 'done' | 'failed' | 'rejected' | 'cancelled';
export type WaitingReason = 'permission' | 'question' | 'plan' | 'limit' | 'overloaded' | 'budget';
/** The six roles that a colour can mean. */
export type StateRole = 'working' | 'needs' | 'review' | 'done' | 'failed' | 'idle';

const ring = <circle cx="8" cy="8" r="6.1" />;
const cross = <path d="M5.9 5.9l4.2 4.2M10.1 5.9l-4.2 4.2" />;

const shapes: Readonly<Record<GlyphState, { name: string; role: StateRole; parts: ReactElement }>> = {
  running: { name: 'working', role: 'working', parts: (<><path className="spin" d="M8 1.9a6.1 6.1 0 1 1-5.75 4.06" /><circle className="dot" cx="8" cy="8" r="2" /></>) },
  waiting: {
    name: 'needs', role: 'needs',
    parts: (<><rect x="2.55" y="2.55" width="10.9" height="10.9" rx="2" transform="rotate(45 8 8)" fill="currentColor" stroke="none" /><path className="on" d="M8 4.7v3.9" /><circle className="dot" cx="8" cy="11.2" r="1.05" /></>),
  },
  in_review: { name: 'review', role: 'review', parts: (<>{ring}<circle className="dot" cx="8" cy="8" r="2.9" /></>) },
  pr_open: {
    name: 'pr', role: 'review',
    parts: (<><circle cx="4" cy="3.8" r="1.9" /><circle cx="4" cy="12.2" r="1.9" /><circle cx="12" cy="12.2" r="1.9" /><path d="M4 5.7v4.6M12 10.3V7a2.6 2.6 0 0 0-2.6-2.6H7.6M9.2 2.4l-2 2 2 2" /></>),
  },
  done: { name: 'done', role: 'done', parts: (<><circle cx="8" cy="8" r="6.9" fill="currentColor" stroke="none" /><path className="on" d="M5.1 8.2l2 2 3.8-4" /></>) },
  approved: { name: 'approved', role: 'done', parts: (<>{ring}<path d="M5.4 8.2l1.8 1.8 3.5-3.7" /></>) },
  failed: {
    name: 'failed', role: 'failed',
    parts: (<><path d="M5.3 1.2h5.4L14.8 5.3v5.4l-4.1 4.1H5.3L1.2 10.7V5.3z" fill="currentColor" stroke="none" /><path className="on" d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" /></>),
  },
  rejected: { name: 'rejected', role: 'failed', parts: (<>{ring}{cross}</>) },
  draft: { name: 'draft', role: 'idle', parts: <circle cx="8" cy="8" r="6.1" strokeDasharray="2.1 2.69" /> },
  queued: { name: 'queued', role: 'idle', parts: ring },
  blocked: { name: 'blocked', role: 'idle', parts: (<>{ring}<path d="M5.2 8h5.6" /></>) },
  interrupted: { name: 'interrupted', role: 'idle', parts: (<>{ring}<path d="M6.4 5.9v4.2M9.6 5.9v4.2" /></>) },
  cancelled: { name: 'cancelled', role: 'idle', parts: (<>{ring}<path d="M4.6 11.4l6.8-6.8" /></>) },
};

/** What waits for its provider needs nobody: it stands still for a moment. */
function shownAs(state: GlyphState, reason: WaitingReason | null | undefined): GlyphState {
  return state === 'waiting' && reason === 'overloaded' ? 'interrupted' : state;
}

export function roleOf(state: GlyphState): StateRole {
  return shapes[state].role;
}

export function stateLabel(state: GlyphState, reason?: WaitingReason | null): string {
  const key: StringKey = state === 'waiting' && reason !== undefined && reason !== null ? `state.waiting.${reason}` : `state.${state}`;
  return t(key);
}

export interface StateGlyphProps {
  readonly state: GlyphState;
  readonly reason?: WaitingReason | null | undefined;
  readonly size?: 14 | 16 | 20 | 24;
  /** When the state is also written beside it. */
  readonly decorative?: boolean;
  /** In the colour of the text around it, for a busy button. */
  readonly plain?: boolean;
}

/** One shape and one colour for each state; either is enough. */
export function StateGlyph({ state, reason, size = 16, decorative = false, plain = false }: StateGlyphProps) {
  const shape = shapes[shownAs(state, reason)];
  const label = decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': stateLabel(state, reason) };
  return (
    <svg className={cx('st', `st--${shape.name}`, size !== 16 && `st-${size}`)} style={plain ? { color: 'inherit' } : undefined} viewBox="0 0 16 16" {...label}>
      {shape.parts}
    </svg>
  );
}

/** The state as a tinted chip with its name. */
export function StateBadge({ state, reason }: { state: GlyphState; reason?: WaitingReason | null | undefined }) {
  const { role } = shapes[shownAs(state, reason)];
  return (
    <span className={cx('badge', role !== 'idle' && `badge--${role}`)}>
      <StateGlyph state={state} reason={reason} decorative />
      {stateLabel(state, reason)}
    </span>
  );
}
