import { useSyncExternalStore } from 'react';
import { call } from './client';
import { EventStream, type Connection } from './events';

/** The page's one stream. */
export const stream = new EventStream({
  url: () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`,
  measure: async () => {
    const before = performance.now();
    const { version } = await call('getHealth', {});
    return { version, latency: performance.now() - before };
  },
  // 250 ms, 500 ms, 1 s … 15 s, with a quarter of jitter, so that a restart is seen within 2 s.
  backoff: (attempt) => Math.min(15_000, 250 * 2 ** (attempt - 1)) * (0.875 + Math.random() / 4),
});

if (typeof document !== 'undefined') {
  addEventListener('online', () => stream.tryNow());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') stream.tryNow();
  });
}

export function useConnection(): Connection {
  return useSyncExternalStore(stream.subscribe, () => stream.connection);
}

/** False once the connection was lost. While a page opens its first one, requests go their own way: nothing has to wait for it. */
export function useIsReachable(): boolean {
  return useConnection().state !== 'reconnecting';
}
