import { useEffect, useState } from 'react';
import { call, describeError, type ServiceLogLine } from '@/api';
import type { ErrorContent } from '@/shared/ui';

const mostLines = 2_000;
const waitSeconds = 20;
/** Between two answers: a flood of output must not fill the page's time, and a server that does not wait must not be asked all the time. */
const pause = 100;
const longPause = 1_000;

export interface CommandLog {
  readonly lines: readonly ServiceLogLine[];
  /** Why it cannot be read now; it is tried again. */
  readonly error: ErrorContent | undefined;
}

const empty: CommandLog = { lines: [], error: undefined };

/** Adds what came; pieces of one long line become one, and the oldest lines go. */
export function addLines(known: readonly ServiceLogLine[], more: readonly ServiceLogLine[]): readonly ServiceLogLine[] {
  const lines = [...known];
  for (const line of more) {
    const last = lines.at(-1);
    if (last?.continues === true && last.source === line.source) lines[lines.length - 1] = { ...line, number: last.number, text: last.text + line.text };
    else lines.push(line);
  }
  return lines.slice(-mostLines);
}

function rest(signal: AbortSignal, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}

/** What a command wrote, and what it writes as long as somebody looks. */
export function useCommandLog(taskId: string, commandId: string, started: boolean): CommandLog {
  const [log, setLog] = useState(empty);
  useEffect(() => {
    if (!started) return undefined;
    const ending = new AbortController();
    const { signal } = ending;
    const follow = async () => {
      let next: number | undefined;
      while (!signal.aborted) {
        try {
          const answer = await call('readCommandLog', { taskId, commandId, limit: mostLines, ...(next === undefined ? {} : { from: next, waitSeconds }) }, { signal });
          if (signal.aborted) return;
          // The numbers began anew: another worker runs it.
          const anew = next === undefined || answer.next < next;
          if (anew || answer.lines.length > 0) setLog((known) => ({ lines: addLines(anew ? [] : known.lines, answer.lines), error: undefined }));
          next = answer.next;
          await rest(signal, answer.lines.length === 0 ? longPause : pause);
        } catch (error) {
          if (signal.aborted) return;
          setLog((known) => ({ ...known, error: describeError(error) }));
          await rest(signal, longPause);
        }
      }
    };
    void follow();
    return () => {
      ending.abort();
      setLog(empty);
    };
  }, [taskId, commandId, started]);
  return log;
}
