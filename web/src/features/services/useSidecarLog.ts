import { useEffect, useState } from 'react';
import { call, describeError, type ServiceLogLine } from '@/api';
import type { ErrorContent } from '@/shared/ui';

const mostLines = 1000;
const waitSeconds = 20;
const retryMilliseconds = 2000;

interface LogState {
  /** Undefined until the first lines are there. */
  readonly lines: readonly ServiceLogLine[] | undefined;
  readonly error: ErrorContent | undefined;
}

const nothing: LogState = { lines: undefined, error: undefined };

/** The last lines of a sidecar, and those that come for as long as the log is open: each question waits for its answer. */
export function useSidecarLog(id: string): LogState {
  const [state, setState] = useState(nothing);
  useEffect(() => {
    const over = new AbortController();
    const follow = async (): Promise<void> => {
      let from: number | undefined;
      while (!over.signal.aborted) {
        const asked = performance.now();
        try {
          const log = await call('readSidecarLog', { id, ...(from === undefined ? { limit: 500 } : { from, waitSeconds }) }, { signal: over.signal });
          from = log.next;
          setState((known) => ({ lines: [...(known.lines ?? []), ...log.lines].slice(-mostLines), error: undefined }));
          // An answer that did not wait, although there was nothing to say, must not be asked for again and again.
          if (log.lines.length === 0 && performance.now() - asked < retryMilliseconds) await pause(over.signal);
        } catch (error) {
          if (over.signal.aborted) return;
          setState((known) => ({ ...known, error: describeError(error) }));
          await pause(over.signal);
        }
      }
    };
    void follow();
    return () => over.abort();
  }, [id]);
  return state;
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, retryMilliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}
