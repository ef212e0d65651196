import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EventStream } from './events';
import type { EventView } from './types.gen';

class ScriptedSocket extends EventTarget {
  static all: ScriptedSocket[] = [];
  readonly sent: { id: number; method: string; params: unknown }[] = [];
  readonly url: string;
  closed = false;

  constructor(url: string) {
    super();
    this.url = url;
    ScriptedSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.dispatchEvent(new Event('close'));
  }

  receive(message: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify({ jsonrpc: '2.0', ...Object(message) }) }));
  }

  async open(sequence: number): Promise<void> {
    this.dispatchEvent(new Event('open'));
    this.receive({ id: this.sent.at(-1)?.id, result: { subscriptionId: 's', sequence } });
    await vi.advanceTimersByTimeAsync(0);
  }
}

const event = (sequence: number): EventView => ({ sequence, kind: 'task_purged', at: '', payload: { id: `t${sequence}` } });
const push = (socket: ScriptedSocket | undefined, ...events: EventView[]) => socket?.receive({ method: 'event', params: { subscriptionId: 's', events } });
const last = () => ScriptedSocket.all.at(-1);

function make() {
  const stream = new EventStream({ url: () => 'ws://host/ws', measure: async () => ({ version: '1', latency: 2 }), backoff: () => 500 });
  const seen: number[] = [];
  stream.onEvent('task_purged', ({ sequence }) => seen.push(sequence));
  return { stream, seen };
}

beforeEach(() => {
  vi.useFakeTimers();
  ScriptedSocket.all = [];
  vi.stubGlobal('WebSocket', ScriptedSocket);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the first subscription asks for what is new, and the data read before is read anew', async () => {
  const { stream, seen } = make();
  const reread = vi.fn();
  stream.onGap(reread);
  stream.start();
  await last()?.open(7);
  expect(last()?.sent[0]).toMatchObject({ method: 'subscribeEvents', params: {} });
  expect(stream.connection).toEqual({ state: 'connected', version: '1', latency: 2 });
  expect(reread).toHaveBeenCalledOnce();
  push(last(), event(8), event(9));
  expect(seen).toEqual([8, 9]);
});

test('after a break it replays from the last sequence, and nothing is seen twice', async () => {
  const { stream, seen } = make();
  stream.start();
  await last()?.open(0);
  push(last(), event(1), event(2));
  last()?.close();
  expect(stream.connection.state).toBe('reconnecting');
  await vi.advanceTimersByTimeAsync(500);
  last()?.dispatchEvent(new Event('open'));
  expect(last()?.sent[0]?.params).toEqual({ fromSequence: 2 });
  push(last(), event(2), event(3));
  push(last(), event(3), event(4));
  expect(seen).toEqual([1, 2, 3, 4]);
});

test('a gap moves the cursor on and tells to read anew', async () => {
  const { stream, seen } = make();
  stream.start(10);
  await last()?.open(10);
  const reread = vi.fn();
  stream.onGap(reread);
  last()?.receive({ method: 'gap', params: { subscriptionId: 's', from: 11, to: 500 } });
  expect(reread).toHaveBeenCalledOnce();
  push(last(), event(499), event(501));
  expect(seen).toEqual([501]);
});

test('text deltas are handed out as they come', async () => {
  const { stream } = make();
  const texts: string[] = [];
  stream.onDelta((delta) => texts.push(delta.text));
  stream.start();
  await last()?.open(0);
  last()?.receive({ method: 'delta', params: { taskId: 't', itemId: 'i', offset: 0, text: 'Hello' } });
  expect(texts).toEqual(['Hello']);
});

test('an unknown kind moves the cursor and harms nobody', async () => {
  const { stream } = make();
  stream.start();
  await last()?.open(0);
  push(last(), { ...event(1), kind: 'from_the_future' });
  expect(stream.sequence).toBe(1);
});

test('"Try now" does not wait for the back-off, and a stopped stream stays stopped', async () => {
  const { stream } = make();
  stream.start();
  await last()?.open(0);
  last()?.close();
  stream.tryNow();
  expect(ScriptedSocket.all).toHaveLength(2);
  stream.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ScriptedSocket.all).toHaveLength(2);
  expect(stream.connection.state).toBe('stopped');
});

test('a host that goes away while measuring is a lost connection', async () => {
  const stream = new EventStream({ url: () => 'ws://host/ws', measure: async () => Promise.reject(new Error('down')), backoff: () => 500 });
  stream.start();
  await last()?.open(0);
  expect(stream.connection.state).toBe('reconnecting');
});
