import { expect, test } from 'vitest';
import { makeTask } from '@/app/testing';
import { inboxRows } from './items';

const at = (minute: number) => `2026-11-20T10:0${minute}:00.000Z`;

test('paused agents first, the longest first; then what went wrong; then what came home', () => {
  const rows = inboxRows([
    makeTask({ id: 'home', state: 'in_review' }),
    makeTask({ id: 'short', state: 'waiting', stateSince: at(5) }),
    makeTask({ id: 'broken', state: 'failed' }),
    makeTask({ id: 'long', state: 'waiting', stateSince: at(1) }),
    makeTask({ id: 'runs', state: 'running' }),
  ]);
  expect(rows.map((row) => row.task.id)).toEqual(['long', 'short', 'broken', 'home']);
});
