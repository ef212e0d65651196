import { routes, type Operations, type Route } from './operations.gen';
import { networkProblem, problemOf, ProblemError } from './problem';

export type OperationName = keyof Operations;
export type RequestOf<N extends OperationName> = Operations[N]['request'];
export type ResponseOf<N extends OperationName> = Operations[N]['response'];

export interface CallOptions {
  readonly signal?: AbortSignal;
}

let unauthorized: () => void = () => undefined;

/** Told whenever the host does not know this browser (any more). */
export function onUnauthorized(listener: () => void): void {
  unauthorized = listener;
}

/** Fills `{name}` of the path and returns what is left of the request. */
export function fillPath(path: string, request: Readonly<Record<string, unknown>>): { path: string; rest: Record<string, unknown> } {
  const rest: Record<string, unknown> = { ...request };
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    if (value === undefined || value === null || value === '') throw new TypeError(`${path} needs ${name}`);
    return encodeURIComponent(String(value));
  });
  return { path: filled, rest };
}

function withQuery(path: string, rest: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) if (value !== undefined && value !== null) query.append(name, String(value));
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return { detail: text.slice(0, 500) };
  }
}

/** Calls an operation over REST. Refusals are thrown as `ProblemError`; an unreachable host has the code `network`. */
export async function call<N extends OperationName>(name: N, request: RequestOf<N>, options: CallOptions = {}): Promise<ResponseOf<N>> {
  const route: Route = routes[name];
  const { path, rest } = fillPath(route.path, { ...request });
  const inQuery = route.method === 'GET' || route.method === 'DELETE';
  let response: Response;
  try {
    response = await fetch(inQuery ? withQuery(path, rest) : path, {
      method: route.method,
      credentials: 'same-origin',
      headers: inQuery ? { accept: 'application/json' } : { accept: 'application/json', 'content-type': 'application/json' },
      body: inQuery ? null : JSON.stringify(rest),
      signal: options.signal ?? null,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw networkProblem();
  }
  const body = await bodyOf(response);
  if (!response.ok) {
    const problem = problemOf(response.status, body);
    if (response.status === 401) unauthorized();
    throw problem;
  }
  return body as ResponseOf<N>;
}

/** Reads all pages of a list; for lists that a screen needs whole. */
export async function callAll<T>(page: (cursor: string | undefined) => Promise<{ items: readonly T[]; nextCursor?: string | undefined }>): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    // Each page names the next one, so they can only be read one after the other.
    // oxlint-disable-next-line no-await-in-loop
    const answer = await page(cursor);
    all.push(...answer.items);
    cursor = answer.nextCursor;
  } while (cursor !== undefined && cursor !== '');
  return all;
}

/** A reading that failed because the host was away is tried again; a refusal is not. */
export function shouldRetry(failures: number, error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false;
  return failures < 3 && (error.status === 0 || error.status === 503);
}
