import { useSyncExternalStore } from 'react';
import { call, onUnauthorized } from './client';
import { ProblemError } from './problem';
import type { CallerView } from './types.gen';

/** Whether this browser is signed in. */
export type Session =
  | { readonly state: 'starting' }
  | { readonly state: 'signed_in'; readonly caller: CallerView }
  | { readonly state: 'signed_out'; readonly expired: boolean }
  | { readonly state: 'unreachable'; readonly error: ProblemError };

let session: Session = { state: 'starting' };
const listeners = new Set<() => void>();

function set(next: Session): void {
  session = next;
  for (const listener of listeners) listener();
}

/** The secret of a one-time link stands in the fragment, which no server and no log sees. */
function takeLoginSecret(): string | undefined {
  const secret = new URLSearchParams(location.hash.slice(1)).get('login');
  if (secret === null) return undefined;
  history.replaceState(history.state, '', location.pathname + location.search);
  return secret;
}

async function begin(): Promise<Session> {
  const secret = takeLoginSecret();
  let refused = false;
  if (secret !== undefined) {
    try {
      await call('exchangeLogin', { secret });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.status === 0) throw error;
      // The link may be old while the browser is signed in already, so the cookie still decides.
      refused = true;
    }
  }
  try {
    const { caller } = await call('getCaller', {});
    return { state: 'signed_in', caller };
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) return { state: 'signed_out', expired: refused };
    throw error;
  }
}

export async function startSession(): Promise<void> {
  onUnauthorized(() => {
    if (session.state === 'signed_in') set({ state: 'signed_out', expired: false });
  });
  set({ state: 'starting' });
  try {
    set(await begin());
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    set({ state: 'unreachable', error });
  }
}

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );
}
