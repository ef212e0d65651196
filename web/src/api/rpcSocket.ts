import { ProblemError } from './problem';

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

export interface RpcSocketEvents {
  readonly opened: () => void;
  readonly closed: () => void;
  readonly notified: (method: string, params: unknown) => void;
}

const answerWithin = 15_000;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** One WebSocket that speaks JSON-RPC 2.0, one text frame per message. It lives once; who reconnects makes a new one. */
export class RpcSocket {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #events: RpcSocketEvents;
  #nextId = 1;
  #over = false;

  constructor(url: string, events: RpcSocketEvents) {
    this.#events = events;
    this.#socket = new WebSocket(url);
    this.#socket.addEventListener('open', () => events.opened());
    this.#socket.addEventListener('message', (message) => this.#receive(message.data));
    this.#socket.addEventListener('close', () => this.#end());
    this.#socket.addEventListener('error', () => this.#socket.close());
  }

  request(method: string, params: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = this.#nextId;
      this.#nextId += 1;
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error(`${method} was not answered within ${answerWithin / 1000} s`));
      }, answerWithin);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }

  close(): void {
    this.#socket.close();
    this.#end();
  }

  #receive(data: unknown): void {
    if (typeof data !== 'string') return;
    const message: unknown = JSON.parse(data);
    if (!isRecord(message)) return;
    if (typeof message['method'] === 'string') {
      if (message['id'] === undefined) this.#events.notified(message['method'], message['params']);
      return;
    }
    const id = message['id'];
    const waiting = typeof id === 'number' ? this.#waiting.get(id) : undefined;
    if (waiting === undefined || typeof id !== 'number') return;
    this.#waiting.delete(id);
    clearTimeout(waiting.timer);
    const error = message['error'];
    if (!isRecord(error)) {
      waiting.resolve(message['result']);
      return;
    }
    const detail = isRecord(error['data']) ? error['data'] : {};
    waiting.reject(new ProblemError({ code: String(detail['code'] ?? 'internal'), status: 0, title: String(error['message']), detail: String(detail['detail'] ?? error['message']) }));
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    for (const waiting of this.#waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(new Error('The connection closed'));
    }
    this.#waiting.clear();
    this.#events.closed();
  }
}
