import { expect, test } from 'vitest';
import type { DiskUsagePart, DiskUsageView } from '@/api';
import { sumByKind, sumByTask } from './disk';

function usage(...parts: Partial<DiskUsagePart>[]): DiskUsageView {
  return {
    space: { path: '/data', fileSystem: 'ext4', freeBytes: 1, totalBytes: 2 },
    reserveBytes: 1, nearlyFull: false, measuring: false,
    parts: parts.map((part, index) => ({ kind: 'worktree', path: `/p${index}`, complete: true, ...part })),
  };
}

test('worktree and trash of one task are one row, the largest first', () => {
  const rooms = sumByTask(usage(
    { taskId: 'a', taskTitle: 'A', bytes: 10 },
    { taskId: 'b', taskTitle: 'B', bytes: 100 },
    { kind: 'trash', taskId: 'a', bytes: 200, complete: false },
    { kind: 'database', bytes: 1000 },
    { oddity: 'odd', bytes: 1 },
  ));

  expect(rooms.map((room) => [room.key, room.worktree, room.trash, room.complete])).toEqual([
    ['a', 10, 200, false],
    ['b', 100, 0, true],
    ['/p4', 1, 0, true],
  ]);
  expect(rooms[2]?.oddity).toBe('odd');
});

test('kinds are summed in the order of the bar, and what was not measured counts as nothing', () => {
  expect(sumByKind(usage({ kind: 'database', bytes: 5 }, { bytes: 1 }, { bytes: 2 }, { kind: 'log' }))).toEqual([
    { kind: 'worktree', bytes: 3 },
    { kind: 'database', bytes: 5 },
  ]);
});
