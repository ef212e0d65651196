import { readNews, readScreenFrame, type TerminalNews } from './frames';
import { Shown } from './shown';

/**
 * `connecting` also while a lost connection is dialled anew and nobody needs to know; `away` once that takes longer.
 * `lost` and `gone` are final: the worker has ended, or the terminal was closed.
 */
export type LinkState = 'connecting' | 'open' | 'away' | 'lost' | 'gone';

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

export interface LinkParts {
  readonly url: (size: ScreenSize | undefined) => string;
  /** Whether the terminal still is; false when it was closed. Rejects when nobody can tell. */
  readonly exists: () => Promise<boolean>;
  /** Milliseconds before the n-th try in a row. */
  readonly backoff: (attempt: number) => number;
}

export interface LinkEvents {
  readonly changed: (state: LinkState) => void;
  /** Reset first when it is a snapshot. `shown` is called once the bytes are on the screen. */
  readonly drawn: (bytes: Uint8Array, isSnapshot: boolean, shown: () => void) => void;
  readonly told: (news: TerminalNews) => void;
}

/** A lost connection that is back within this is not worth a word. */
const patience = 1_000;
const mostHeld = 4 * 1024;
/** A timer that comes so much too late tells that the machine slept, and connections with it. */
const pulse = 5_000;
const slept = 20_000;

/** One viewer of one terminal: its socket, dialled anew for as long as the terminal lives. */
export class TerminalLink {
  readonly #parts: LinkParts;
  readonly #events: LinkEvents;
  #socket: WebSocket | undefined;
  #shown: Shown | undefined;
  #state: LinkState = 'connecting';
  #size: ScreenSize | undefined;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #impatience: ReturnType<typeof setTimeout> | undefined;
  #pulse: ReturnType<typeof setInterval> | undefined;
  #held: Uint8Array<ArrayBuffer>[] = [];
  #heldBytes = 0;

  constructor(parts: LinkParts, events: LinkEvents) {
    this.#parts = parts;
    this.#events = events;
  }

  get state(): LinkState {
    return this.#state;
  }

  open(size: ScreenSize | undefined): void {
    this.#size = size;
    let last = Date.now();
    this.#pulse = setInterval(() => {
      if (Date.now() - last > slept) this.#dialAnew();
      last = Date.now();
    }, pulse);
    this.#waitABit();
    this.#dial();
  }

  close(): void {
    clearInterval(this.#pulse);
    clearTimeout(this.#retry);
    clearTimeout(this.#impatience);
    this.#drop();
  }

  /** What is typed while a connection is dialled anew is held for the moment that this takes, then it is lost: nobody types blind. */
  type(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#state === 'open') this.#socket?.send(bytes);
    else if (this.#state === 'connecting' && this.#heldBytes + bytes.length <= mostHeld) {
      this.#held.push(bytes);
      this.#heldBytes += bytes.length;
    }
  }

  /** The size that this viewer would like; `claim` makes it the terminal's. */
  resize(size: ScreenSize, claim: boolean): void {
    this.#size = size;
    if (this.#state === 'open') this.#say({ type: 'resize', ...size, claim });
  }

  /** Does not wait for the next try. */
  tryNow(): void {
    if (this.#pulse === undefined || this.#socket !== undefined || this.#isFinal()) return;
    clearTimeout(this.#retry);
    this.#dial();
  }

  #isFinal(): boolean {
    return this.#state === 'lost' || this.#state === 'gone';
  }

  #set(state: LinkState): void {
    if (this.#state === state || this.#isFinal()) return;
    this.#state = state;
    if (state !== 'connecting') clearTimeout(this.#impatience);
    if (state !== 'connecting' && state !== 'open') this.#forgetHeld();
    this.#events.changed(state);
  }

  #forgetHeld(): void {
    this.#held = [];
    this.#heldBytes = 0;
  }

  #waitABit(): void {
    clearTimeout(this.#impatience);
    this.#impatience = setTimeout(() => this.#set('away'), patience);
  }

  #say(message: Readonly<Record<string, unknown>>): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #drop(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    this.#shown?.end();
    socket?.close();
  }

  #dialAnew(): void {
    if (this.#isFinal()) return;
    clearTimeout(this.#retry);
    this.#drop();
    this.#dial();
  }

  #dial(): void {
    const socket = new WebSocket(this.#parts.url(this.#size));
    const shown = new Shown((bytes) => this.#say({ type: 'ack', bytes }));
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('close', () => {
      if (this.#socket === socket) void this.#closed();
    });
    socket.addEventListener('message', ({ data }) => {
      if (this.#socket === socket) this.#receive(data, shown);
    });
    this.#socket = socket;
    this.#shown = shown;
  }

  #opened(): void {
    this.#attempt = 0;
    this.#set('open');
    for (const bytes of this.#held) this.#socket?.send(bytes);
    this.#forgetHeld();
    // The pane may have changed while nobody could be told.
    if (this.#size !== undefined) this.#say({ type: 'resize', ...this.#size, claim: false });
  }

  /** Only a frame tells that there is a worker behind the host: a socket alone may be closed again at once. */
  #receive(data: unknown, shown: Shown): void {
    if (this.#state !== 'open') this.#opened();
    if (data instanceof ArrayBuffer) {
      const frame = readScreenFrame(data);
      if (frame !== undefined) this.#events.drawn(frame.bytes, frame.kind === 'snapshot', () => shown.add(frame.bytes.length));
      return;
    }
    const news = typeof data === 'string' ? readNews(data) : undefined;
    if (news?.type === 'lost') this.#end('lost');
    if (news !== undefined) this.#events.told(news);
  }

  #end(state: 'lost' | 'gone'): void {
    this.#set(state);
    this.close();
  }

  async #closed(): Promise<void> {
    this.#drop();
    if (this.#state === 'open') {
      this.#set('connecting');
      this.#waitABit();
    }
    if (!(await this.#stillExists())) {
      this.#end('gone');
      return;
    }
    if (this.#socket !== undefined || this.#isFinal()) return; // somebody tried meanwhile
    this.#attempt += 1;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#dial(), this.#parts.backoff(this.#attempt));
  }

  async #stillExists(): Promise<boolean> {
    try {
      return await this.#parts.exists();
    } catch {
      return true; // the host is away and will tell
    }
  }
}
