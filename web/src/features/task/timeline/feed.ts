import type { EventView, ListTaskEventsResponse, TextDelta } from '@/api';
import { fold, foldDeltas, join, timelineOf } from './fold';
import { emptyTimeline } from './items';
import { rowsOf, type Rows } from './rows';

export interface FeedState {
  readonly rows: Rows;
  /** All events read so far, oldest first; for the log. */
  readonly events: readonly EventView[];
  readonly status: 'opening' | 'open' | 'failed';
  readonly error: unknown;
  readonly hasOlder: boolean;
  readonly readingOlder: boolean;
  readonly olderError: unknown;
}

export interface FeedParts {
  readonly list: (range: { before?: number; limit: number }) => Promise<ListTaskEventsResponse>;
  /** Runs its argument soon and once: the next frame. */
  readonly soon: (run: () => void) => void;
  readonly now: () => string;
}

const page = 500;
const emptyRows = rowsOf(emptyTimeline);

/**
 * One task's history for as long as its page is open: the newest page, older ones on demand, then live. What streams in is
 * gathered until the next frame. Live events that come while a page is read wait for it, so nothing is missed or doubled.
 */
export class TimelineFeed {
  readonly #parts: FeedParts;
  readonly #listeners = new Set<() => void>();
  #state: FeedState = { rows: emptyRows, events: [], status: 'opening', error: undefined, hasOlder: false, readingOlder: false, olderError: undefined };
  #events: EventView[] = [];
  #deltas: TextDelta[] = [];
  #waiting = false;
  #opening = false;
  #reopened = 0;

  constructor(parts: FeedParts) {
    this.#parts = parts;
  }

  get state(): FeedState {
    return this.#state;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Reads the newest page, anew if need be. */
  async open(): Promise<void> {
    if (this.#opening) return;
    this.#opening = true;
    try {
      const { items, hasMore, sequence } = await this.#parts.list({ limit: page });
      const read = timelineOf(items);
      this.#set({ rows: rowsOf({ ...read, gap: false, last: Math.max(read.last, sequence) }), events: items, status: 'open', error: undefined, hasOlder: hasMore, olderError: undefined });
    } catch (error) {
      this.#set({ status: this.#state.status === 'open' ? 'open' : 'failed', error });
    } finally {
      this.#opening = false;
    }
    this.#flush();
  }

  async older(): Promise<void> {
    const { status, hasOlder, readingOlder, events } = this.#state;
    const first = events[0];
    if (status !== 'open' || !hasOlder || readingOlder || first === undefined) return;
    this.#set({ readingOlder: true, olderError: undefined });
    try {
      const { items, hasMore } = await this.#parts.list({ before: first.sequence, limit: page });
      const timeline = join(timelineOf(items), this.#state.rows.timeline);
      this.#set({ rows: rowsOf({ ...timeline, gap: false }), events: [...items, ...this.#state.events], hasOlder: hasMore, readingOlder: false });
    } catch (error) {
      this.#set({ readingOlder: false, olderError: error });
    }
  }

  live(event: EventView): void {
    this.#events.push(event);
    this.#wake();
  }

  delta(delta: TextDelta): void {
    this.#deltas.push(delta);
    this.#wake();
  }

  #wake(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    this.#parts.soon(() => {
      this.#waiting = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#opening || this.#state.status !== 'open' || (this.#events.length === 0 && this.#deltas.length === 0)) return;
    const fresh = this.#events.filter((event) => event.sequence > this.#state.rows.timeline.last);
    const deltas = this.#deltas;
    this.#events = [];
    this.#deltas = [];
    const stored = fold(this.#state.rows.timeline, fresh);
    const timeline = deltas.length === 0 ? stored : foldDeltas(stored, deltas, this.#parts.now());
    const events = fresh.length === 0 ? this.#state.events : [...this.#state.events, ...fresh];
    this.#set({ rows: rowsOf({ ...timeline, gap: false }, this.#state.rows), events });
    if (timeline.gap) this.#reopen();
  }

  /** Text is missing in the middle. The store has it; if not even that helps, what is known stands. */
  #reopen(): void {
    this.#reopened += 1;
    if (this.#reopened <= 20) void this.open();
  }

  #set(change: Partial<FeedState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
