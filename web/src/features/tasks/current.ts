const rounds = 4;

/** Counts what the stream told, by task and in all. */
export class Tidings {
  private readonly counts = new Map<string, number>();
  private total = 0;

  heard(taskId: string | undefined): void {
    this.total += 1;
    if (taskId !== undefined) this.counts.set(taskId, this.of(taskId) + 1);
  }

  all(): number {
    return this.total;
  }

  of(taskId: string): number {
    return this.counts.get(taskId) ?? 0;
  }
}

/**
 * The answer to a question during which nothing was told: one that was asked before an event and comes after it would
 * put what the event changed back to how it was. While news never stops coming, the last answer has to do.
 */
export async function whileQuiet<T>(heard: () => number, ask: () => Promise<T>): Promise<T> {
  for (let round = 1; ; round += 1) {
    const before = heard();
    const answer = await ask();
    if (round === rounds || heard() === before) return answer;
  }
}
