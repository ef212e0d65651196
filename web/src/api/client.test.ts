import { afterEach, expect, test, vi } from 'vitest';
import { call, callAll, fillPath, onUnauthorized, shouldRetry } from './client';
import { ProblemError } from './problem';

function answer(status: number, body: unknown) {
  const fetched = vi.fn(async () => new Response(JSON.stringify(body), { status }));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

afterEach(() => vi.unstubAllGlobals());

test('path parameters are taken from the request and encoded', () => {
  expect(fillPath('/api/tasks/{taskId}/prompts/{id}', { taskId: 'a/b', id: '2', prompt: 'x' })).toEqual({ path: '/api/tasks/a%2Fb/prompts/2', rest: { prompt: 'x' } });
  expect(() => fillPath('/api/tasks/{id}', {})).toThrow('needs id');
});

test('a reading sends the rest as query, without what is undefined', async () => {
  const fetched = answer(200, { items: [] });
  await call('listUnitTasks', { limit: 5, archived: false, query: undefined });
  expect(fetched).toHaveBeenCalledWith('/api/tasks?limit=5&archived=false', expect.objectContaining({ method: 'GET', body: null }));
});

test('a change sends the rest as JSON', async () => {
  const fetched = answer(200, { task: {} });
  await call('updateUnitTask', { id: 't1', title: 'New' });
  expect(fetched).toHaveBeenCalledWith('/api/tasks/t1', expect.objectContaining({ method: 'PATCH', body: '{"title":"New"}' }));
});

test('a problem keeps its code, all field errors and its facts', async () => {
  answer(409, { type: 'about:blank', title: 'Merge conflict', status: 409, code: 'merge_conflict', detail: 'Two files conflict.', errors: [{ path: 'title', message: 'too long' }], files: ['a.ts', 'b.ts'], traceId: 't' });
  const problem = await call('mergeTask', { taskId: '1', strategy: 'squash' }).catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(ProblemError);
  expect(problem).toMatchObject({ code: 'merge_conflict', status: 409, message: 'Two files conflict.', facts: { files: ['a.ts', 'b.ts'] }, traceId: 't' });
  expect(problem instanceof ProblemError && problem.fieldError('title')).toBe('too long');
});

test('an answer that is no JSON still becomes a problem', async () => {
  vi.stubGlobal('fetch', async () => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  await expect(call('listAgents', {})).rejects.toMatchObject({ status: 502, code: 'internal' });
});

test('an unreachable host is a problem that may be tried again', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('failed')));
  const problem = await call('listAgents', {}).catch((error: unknown) => error);
  expect(problem).toMatchObject({ code: 'network', status: 0 });
  expect(shouldRetry(0, problem)).toBe(true);
  expect(shouldRetry(0, new ProblemError({ code: 'not_found', status: 404, title: '', detail: '' }))).toBe(false);
});

test('a 401 tells that this browser is signed out', async () => {
  const told = vi.fn();
  onUnauthorized(told);
  answer(401, { code: 'unauthorized', title: 'Unauthorized', detail: 'x' });
  await expect(call('getCaller', {})).rejects.toMatchObject({ status: 401 });
  expect(told).toHaveBeenCalledOnce();
});

test('all pages of a list are read', async () => {
  const pages = new Map([[undefined, { items: [1, 2], nextCursor: 'b' }], ['b', { items: [3] }]]);
  expect(await callAll(async (cursor) => pages.get(cursor) ?? { items: [] })).toEqual([1, 2, 3]);
});
