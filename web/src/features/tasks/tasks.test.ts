import { QueryClient } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import type { EventView, TaskState } from '@/api';
import { EventStream } from '@/api';
import { makeApproval, makeTask } from '@/app/testing';
import { columnOf, dropTarget, loudestState, waitingTasks } from './model';
import { applyTask, bindTasks, mergeTask, taskQueries } from './queries';

test('an older version never overwrites a newer one', () => {
  const newer = makeTask({ version: 5, title: 'New' });
  expect(mergeTask([newer], makeTask({ version: 4, title: 'Old' }))).toEqual([newer]);
  expect(mergeTask([newer], makeTask({ version: 6, title: 'Newest' }))[0]?.title).toBe('Newest');
});

test('archived and deleted tasks leave the list, restored ones come back', () => {
  const task = makeTask({ version: 1 });
  expect(mergeTask([task], makeTask({ version: 2, archivedAt: '2026-11-20T10:00:00.000Z' }))).toEqual([]);
  expect(mergeTask([], makeTask({ version: 2, deletedAt: '2026-11-20T10:00:00.000Z' }))).toEqual([]);
  expect(mergeTask([], makeTask({ version: 3 }))).toHaveLength(1);
});

const at = (state: TaskState, part = {}) => columnOf(makeTask({ state, ...part }));
const tasksIn = (...states: TaskState[]) => states.map((state) => makeTask({ state }));

test('each state stands in its column', () => {
  expect([at('draft'), at('blocked'), at('queued')]).toEqual(['backlog', 'backlog', 'backlog']);
  expect([at('running'), at('waiting'), at('interrupted')]).toEqual(['progress', 'progress', 'progress']);
  expect([at('in_review'), at('approved'), at('pr_open'), at('rejected')]).toEqual(['review', 'review', 'review', 'review']);
  expect(at('done')).toBe('done');
  expect(at('failed')).toBe('backlog');
  expect(at('failed', { sessionId: 's' })).toBe('progress');
  expect(at('cancelled', { changes: { files: 1, added: 1, removed: 0 } })).toBe('review');
});

test('a card is accepted only where its state has a transition', () => {
  expect(dropTarget(makeTask({ state: 'draft' }), 'progress')).toBe('start');
  expect(dropTarget(makeTask({ state: 'draft' }), 'done')).toBeUndefined();
  expect(dropTarget(makeTask({ state: 'running' }), 'progress')).toBeUndefined();
  expect(dropTarget(makeTask({ state: 'in_review' }), 'done')).toBe('done');
});

test('the loudest state is what needs a person, then failures, then work', () => {
  expect(loudestState(tasksIn('running', 'failed', 'waiting'))).toBe('needs');
  expect(loudestState(tasksIn('running', 'failed'))).toBe('failed');
  expect(loudestState(tasksIn('running', 'done'))).toBe('working');
  expect(loudestState(tasksIn('done'))).toBe('idle');
});

test('the longest paused task comes first', () => {
  const tasks = [makeTask({ id: 'b', state: 'waiting', stateSince: '2026-11-20T10:05:00.000Z' }), makeTask({ id: 'a', state: 'waiting' }), makeTask({ id: 'c' })];
  expect(waitingTasks(tasks).map((task) => task.id)).toEqual(['a', 'b']);
});

/** A stream whose events the test hands out itself. */
class HandedStream extends EventStream {
  readonly hand: (event: Omit<EventView, 'sequence' | 'at'>) => void;

  constructor() {
    const kinds = new Map<string, ((event: never) => void)[]>();
    super({ url: () => '', measure: async () => ({ version: '', latency: 0 }), backoff: () => 0 });
    this.onEvent = (kind, handler) => {
      kinds.set(kind, [...(kinds.get(kind) ?? []), handler]);
      return () => undefined;
    };
    this.hand = (event) => {
      for (const handler of kinds.get(event.kind) ?? []) handler({ sequence: 1, at: '', ...event } as never);
    };
  }
}

test('an answer that was asked for before an event does not undo it', async () => {
  const cache = new QueryClient();
  const stream = new HandedStream();
  bindTasks(cache, stream);
  const task = makeTask({ state: 'running' });
  const approval = makeApproval({ taskId: task.id });
  const answers = [
    { task, sessions: [], pendingApprovals: [], queuedPrompts: [] },
    { task: makeTask({ state: 'waiting', version: 2 }), sessions: [], pendingApprovals: [approval], queuedPrompts: [] },
  ];
  let asked = 0;
  vi.stubGlobal('fetch', () => {
    const answer = answers[asked];
    if (asked === 0) stream.hand({ kind: 'approval_requested', taskId: task.id, payload: { approval } });
    asked += 1;
    return Promise.resolve(Response.json(answer));
  });
  const shown = await cache.fetchQuery(taskQueries.detail(task.id));
  vi.unstubAllGlobals();
  expect(shown.pendingApprovals).toEqual([approval]);
  expect(asked).toBe(2);
});

test('events patch the list and the open task without asking the host', () => {
  const cache = new QueryClient();
  const stream = new HandedStream();
  bindTasks(cache, stream);
  const task = makeTask();
  cache.setQueryData(taskQueries.list().queryKey, [task]);
  cache.setQueryData(taskQueries.detail('t1').queryKey, { task, sessions: [], pendingApprovals: [], queuedPrompts: [] });

  stream.hand({ kind: 'task_changed', payload: { task: makeTask({ version: 2, state: 'running' }) } });
  expect(cache.getQueryData(taskQueries.list().queryKey)?.[0]?.state).toBe('running');
  expect(cache.getQueryData(taskQueries.detail('t1').queryKey)?.task.version).toBe(2);

  const approval = makeApproval();
  stream.hand({ kind: 'approval_requested', taskId: 't1', payload: { approval } });
  stream.hand({ kind: 'approval_requested', taskId: 't1', payload: { approval } });
  expect(cache.getQueryData(taskQueries.detail('t1').queryKey)?.pendingApprovals).toHaveLength(1);
  stream.hand({ kind: 'approval_resolved', taskId: 't1', payload: { approvalId: 'a1', state: 'resolved' } });
  expect(cache.getQueryData(taskQueries.detail('t1').queryKey)?.pendingApprovals).toHaveLength(0);

  stream.hand({ kind: 'task_purged', payload: { id: 't1' } });
  expect(cache.getQueryData(taskQueries.list().queryKey)).toEqual([]);
});

test('a task that was never read makes no list', () => {
  const cache = new QueryClient();
  applyTask(cache, makeTask());
  expect(cache.getQueryData(taskQueries.list().queryKey)).toBeUndefined();
});
