import { asKnown, type EventKind, type KnownEvent } from './eventKinds';
import { RpcSocket } from './rpcSocket';
import type { EventView, TextDelta } from './types.gen';

/** What the top bar shows. `retryAt` in milliseconds since 1970. */
export type Connection =
  | { readonly state: 'connecting' }
  | { readonly state: 'connected'; readonly version: string; readonly latency: number }
  | { readonly state: 'reconnecting'; readonly attempt: number; readonly retryAt: number }
  | { readonly state: 'stopped' };

export type EventOf<K extends EventKind> = Extract<KnownEvent, { kind: K }>;
type Handler = (event: KnownEvent) => void;

export interface StreamParts {
  readonly url: () => string;
  /** Asked on connect and every 25 s: version and round trip. */
  readonly measure: () => Promise<{ version: string; latency: number }>;
  /** Milliseconds before the n-th try. */
  readonly backoff: (attempt: number) => number;
}

/**
 * The stream of everything that happens: one WebSocket, one cursor. After a reconnect it replays from the last sequence,
 * so a handler sees each event once and in order. A gap tells handlers to read their things anew.
 */
export class EventStream {
  readonly #parts: StreamParts;
  readonly #handlers = new Map<string, Set<Handler>>();
  readonly #anyHandlers = new Set<Handler>();
  readonly #deltaHandlers = new Set<(delta: TextDelta) => void>();
  readonly #gapHandlers = new Set<() => void>();
  readonly #listeners = new Set<() => void>();
  #socket: RpcSocket | undefined;
  #connection: Connection = { state: 'stopped' };
  #sequence: number | undefined;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #pulse: ReturnType<typeof setInterval> | undefined;

  constructor(parts: StreamParts) {
    this.#parts = parts;
  }

  get connection(): Connection {
    return this.#connection;
  }

  /** The last sequence that was handed out. */
  get sequence(): number | undefined {
    return this.#sequence;
  }

  /** `fromSequence`: where the data already read stood; only what is new when left out. */
  start(fromSequence?: number): void {
    this.#sequence ??= fromSequence;
    if (this.#connection.state === 'stopped') this.#connect();
  }

  stop(): void {
    clearTimeout(this.#retry);
    clearInterval(this.#pulse);
    this.#set({ state: 'stopped' });
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** Does not wait for the next try, for example when the person presses "Try now" or the machine wakes. */
  tryNow(): void {
    if (this.#connection.state !== 'reconnecting') return;
    clearTimeout(this.#retry);
    this.#connect();
  }

  onEvent<K extends EventKind>(kind: K, handler: (event: EventOf<K>) => void): () => void {
    const set = this.#handlers.get(kind) ?? new Set<Handler>();
    this.#handlers.set(kind, set);
    const wrapped: Handler = (event) => handler(event as EventOf<K>);
    set.add(wrapped);
    return () => set.delete(wrapped);
  }

  onAnyEvent(handler: (event: KnownEvent) => void): () => void {
    this.#anyHandlers.add(handler);
    return () => this.#anyHandlers.delete(handler);
  }

  onDelta(handler: (delta: TextDelta) => void): () => void {
    this.#deltaHandlers.add(handler);
    return () => this.#deltaHandlers.delete(handler);
  }

  /** Entries can no longer be had: read everything anew. */
  onGap(handler: () => void): () => void {
    this.#gapHandlers.add(handler);
    return () => this.#gapHandlers.delete(handler);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #set(connection: Connection): void {
    this.#connection = connection;
    for (const listener of this.#listeners) listener();
  }

  #connect(): void {
    if (this.#attempt === 0) this.#set({ state: 'connecting' });
    let mine: RpcSocket | undefined;
    const current = () => mine !== undefined && this.#socket === mine;
    mine = new RpcSocket(this.#parts.url(), {
      opened: () => void this.#subscribeFrom(current),
      closed: () => {
        if (current()) this.#lost();
      },
      notified: (method, params) => {
        if (current()) this.#notified(method, params);
      },
    });
    this.#socket = mine;
  }

  async #subscribeFrom(current: () => boolean): Promise<void> {
    try {
      const answer = (await this.#socket?.request('subscribeEvents', this.#sequence === undefined ? {} : { fromSequence: this.#sequence })) as { sequence?: number } | undefined;
      const { version, latency } = await this.#parts.measure();
      if (!current()) return;
      const first = this.#sequence === undefined;
      this.#sequence ??= answer?.sequence;
      this.#attempt = 0;
      this.#set({ state: 'connected', version, latency });
      // What was read before the first subscription may miss what happened in between.
      if (first) for (const handler of this.#gapHandlers) handler();
      clearInterval(this.#pulse);
      this.#pulse = setInterval(() => void this.#measure(current), 25_000);
    } catch {
      // The socket's end is what is shown; the reason of one refused try helps nobody.
      if (current()) this.#socket?.close();
    }
  }

  async #measure(current: () => boolean): Promise<void> {
    try {
      const { version, latency } = await this.#parts.measure();
      if (current() && this.#connection.state === 'connected') this.#set({ state: 'connected', version, latency });
    } catch {
      if (current()) this.#socket?.close();
    }
  }

  #lost(): void {
    clearInterval(this.#pulse);
    this.#socket = undefined;
    if (this.#connection.state === 'stopped') return;
    this.#attempt += 1;
    const wait = this.#parts.backoff(this.#attempt);
    this.#set({ state: 'reconnecting', attempt: this.#attempt, retryAt: Date.now() + wait });
    this.#retry = setTimeout(() => this.#connect(), wait);
  }

  #notified(method: string, params: unknown): void {
    if (method === 'event') for (const event of eventsOf(params)) this.#deliver(event);
    else if (method === 'delta') for (const handler of this.#deltaHandlers) handler(params as TextDelta);
    else if (method === 'gap') {
      const to = (params as { to?: number }).to;
      if (to !== undefined) this.#sequence = Math.max(this.#sequence ?? 0, to);
      for (const handler of this.#gapHandlers) handler();
    }
  }

  #deliver(view: EventView): void {
    // A replay may repeat what came just before the connection broke.
    if (this.#sequence !== undefined && view.sequence <= this.#sequence) return;
    this.#sequence = view.sequence;
    const event = asKnown(view);
    for (const handler of this.#handlers.get(view.kind) ?? []) handler(event);
    for (const handler of this.#anyHandlers) handler(event);
  }
}

function eventsOf(params: unknown): readonly EventView[] {
  const { event, events } = params as { event?: EventView; events?: readonly EventView[] };
  return events ?? (event === undefined ? [] : [event]);
}
