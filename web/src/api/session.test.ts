import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { renderHook } from '@testing-library/react';
import { startSession, useSession } from './session';

const caller = { caller: { name: 'Mara', role: 'owner', method: 'browser' } };
const unauthorized = () => Response.json({ title: 'Not signed in', status: 401, code: 'unauthorized', detail: 'x' }, { status: 401 });
let asked: string[] = [];

function host(answers: Readonly<Record<string, () => Response>>): void {
  asked = [];
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    const answer = answers[path];
    if (answer === undefined) throw new TypeError('unreachable');
    return answer();
  });
}

const state = () => renderHook(() => useSession()).result.current;

beforeEach(() => history.replaceState(null, '', '/board?project=p1'));
afterEach(() => vi.unstubAllGlobals());

test('the secret of a one-time link is traded once and leaves the address', async () => {
  history.replaceState(null, '', '/board?project=p1#login=s3cret');
  host({ '/api/auth/exchange': () => Response.json(caller), '/api/auth/caller': () => Response.json(caller) });
  await startSession();
  expect(asked).toEqual(['/api/auth/exchange', '/api/auth/caller']);
  expect(location.href).toMatch(/\/board\?project=p1$/);
  expect(state()).toMatchObject({ state: 'signed_in', caller: { name: 'Mara' } });
});

test('a used link of a browser that is signed in already does no harm', async () => {
  history.replaceState(null, '', '/#login=old');
  host({ '/api/auth/exchange': unauthorized, '/api/auth/caller': () => Response.json(caller) });
  await startSession();
  expect(state().state).toBe('signed_in');
});

test('a used link of a stranger says that it is too old', async () => {
  history.replaceState(null, '', '/#login=old');
  host({ '/api/auth/exchange': unauthorized, '/api/auth/caller': unauthorized });
  await startSession();
  expect(state()).toEqual({ state: 'signed_out', expired: true });
});

test('without a cookie the browser is signed out', async () => {
  host({ '/api/auth/caller': unauthorized });
  await startSession();
  expect(state()).toEqual({ state: 'signed_out', expired: false });
});

test('a host that does not answer is told as such', async () => {
  host({});
  await startSession();
  expect(state()).toMatchObject({ state: 'unreachable', error: { code: 'network' } });
});
