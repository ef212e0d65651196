/** Told often enough that the host never pauses a client that keeps up, and seldom enough to cost nothing. */
const tellEvery = 64 * 1024;

/**
 * How much of what one connection brought has been shown. The host counts what is under way on each connection, so what an
 * earlier one brought is never told to the next.
 */
export class Shown {
  readonly #tell: (bytes: number) => void;
  #untold = 0;
  #over = false;

  constructor(tell: (bytes: number) => void) {
    this.#tell = tell;
  }

  add(bytes: number): void {
    if (this.#over) return;
    this.#untold += bytes;
    if (this.#untold < tellEvery) return;
    const told = this.#untold;
    this.#untold = 0;
    this.#tell(told);
  }

  /** The connection is gone. */
  end(): void {
    this.#over = true;
  }
}
