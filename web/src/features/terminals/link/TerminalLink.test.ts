import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TerminalLink, type LinkState } from './TerminalLink';

class Socket extends EventTarget {
  static made: Socket[] = [];
  readonly sent: unknown[] = [];
  binaryType = '';
  isClosed = false;
  readonly url: string;

  constructor(url: string) {
    super();
    this.url = url;
    Socket.made.push(this);
  }

  static get last(): Socket {
    const socket = Socket.made.at(-1);
    if (socket === undefined) throw new Error('nothing was dialled');
    return socket;
  }

  send(data: unknown): void {
    this.sent.push(data);
  }

  close(): void {
    this.isClosed = true;
  }

  bring(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  break(): void {
    this.dispatchEvent(new Event('close'));
  }

  get commands(): readonly unknown[] {
    return this.sent.filter((one) => typeof one === 'string').map((one) => JSON.parse(one));
  }
}

const size = { columns: 100, rows: 30 };
const bytes = (text: string) => new TextEncoder().encode(text);
const snapshot = (text: string) => new Uint8Array([0, ...bytes(text)]).buffer;
let exists: () => Promise<boolean>;
let states: LinkState[];
let drawn: { text: string; isSnapshot: boolean; shown: () => void }[];
let link: TerminalLink;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Socket);
  Socket.made = [];
  [exists, states, drawn] = [() => Promise.resolve(true), [], []];
  link = new TerminalLink(
    { url: (wish) => `ws://host/${String(wish?.columns)}`, exists: () => exists(), backoff: (attempt) => attempt * 100 },
    {
      changed: (state) => states.push(state),
      drawn: (data, isSnapshot, shown) => drawn.push({ text: new TextDecoder().decode(data), isSnapshot, shown }),
      told: () => undefined,
    },
  );
  link.open(size);
});

afterEach(() => {
  link.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const lose = async () => {
  Socket.last.break();
  await vi.advanceTimersByTimeAsync(0);
};

test('it is open with the first frame, and draws what comes', () => {
  expect(Socket.last.url).toBe('ws://host/100');
  expect(states).toEqual([]);
  Socket.last.bring(snapshot('$ '));
  Socket.last.bring(new Uint8Array([1, 65]).buffer);
  expect(states).toEqual(['open']);
  expect(drawn.map(({ text, isSnapshot }) => [text, isSnapshot])).toEqual([['$ ', true], ['A', false]]);
});

test('what was shown is acknowledged on the connection that brought it, and on no other', async () => {
  Socket.last.bring(snapshot('x'.repeat(70_000)));
  drawn[0]?.shown();
  expect(Socket.last.commands).toContainEqual({ type: 'ack', bytes: 70_000 });
  Socket.last.bring(snapshot('x'.repeat(70_000)));
  await lose();
  await vi.advanceTimersByTimeAsync(100);
  Socket.last.bring(snapshot('y'));
  drawn[1]?.shown();
  expect(Socket.last.commands.filter((one) => JSON.stringify(one).includes('ack'))).toEqual([]);
});

test('a connection that is back within a second goes unnoticed, and what was typed meanwhile is not lost', async () => {
  Socket.last.bring(snapshot('$ '));
  await lose();
  link.type(bytes('ls'));
  await vi.advanceTimersByTimeAsync(100);
  Socket.last.bring(snapshot('$ '));
  expect(states).toEqual(['open', 'connecting', 'open']);
  expect(Socket.last.sent).toContainEqual(bytes('ls'));
});

test('after a second it says so, and what was typed is gone', async () => {
  Socket.last.bring(snapshot('$ '));
  exists = () => Promise.reject(new Error('no host'));
  await lose();
  link.type(bytes('rm -r'));
  for (let tries = 0; tries < 6; tries += 1) {
    await vi.advanceTimersByTimeAsync(600); // oxlint-disable-line no-await-in-loop -- one try after the other
    await lose(); // oxlint-disable-line no-await-in-loop -- one try after the other
  }
  expect(states).toEqual(['open', 'connecting', 'away']);
  link.type(bytes('x'));
  await vi.advanceTimersByTimeAsync(5_000);
  Socket.last.bring(snapshot('$ '));
  expect(states.at(-1)).toBe('open');
  expect(Socket.last.sent.filter((one) => one instanceof Uint8Array)).toEqual([]);
});

test('a socket that is closed before its first frame is no connection: tries grow apart', async () => {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await lose(); // oxlint-disable-line no-await-in-loop -- one try after the other
    expect(Socket.made).toHaveLength(attempt);
    await vi.advanceTimersByTimeAsync(attempt * 100); // oxlint-disable-line no-await-in-loop -- one try after the other
    expect(Socket.made).toHaveLength(attempt + 1);
  }
});

test('a terminal that was closed is not dialled again', async () => {
  Socket.last.bring(snapshot('$ '));
  exists = () => Promise.resolve(false);
  await lose();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(states.at(-1)).toBe('gone');
  expect(Socket.made).toHaveLength(1);
});

test('a lost terminal is not dialled again', async () => {
  Socket.last.bring('{"type":"lost"}');
  await lose();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(states.at(-1)).toBe('lost');
  expect(Socket.made).toHaveLength(1);
});

test('the size that would fit is told, also after a reconnect', async () => {
  Socket.last.bring(snapshot('$ '));
  link.resize({ columns: 90, rows: 20 }, true);
  expect(Socket.last.commands).toContainEqual({ type: 'resize', columns: 90, rows: 20, claim: true });
  await lose();
  await vi.advanceTimersByTimeAsync(100);
  expect(Socket.last.url).toBe('ws://host/90');
});

test('a machine that slept dials anew: its connections are dead and do not know it', async () => {
  Socket.last.bring(snapshot('$ '));
  const before = Socket.last;
  vi.setSystemTime(Date.now() + 3_600_000);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(before.isClosed).toBe(true);
  expect(Socket.last).not.toBe(before);
});

test('it tries at once when something tells that it may succeed, but never twice', async () => {
  Socket.last.bring(snapshot('$ '));
  link.tryNow();
  expect(Socket.made).toHaveLength(1);
  await lose();
  link.tryNow();
  link.tryNow();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(Socket.made).toHaveLength(2);
});
