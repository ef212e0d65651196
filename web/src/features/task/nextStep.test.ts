import { describe, expect, it } from 'vitest';
import { mergeRefusal, movesOf, nextStep } from './nextStep';

const changes = { files: 1, added: 1, removed: 0 };

describe('the next step', () => {
  it.each([
    ['draft', 'start'], ['interrupted', 'resume'], ['failed', 'retry'], ['in_review', 'merge'], ['cancelled', 'reopen'], ['running', undefined], ['waiting', undefined], ['done', undefined],
  ] as const)('of %s is %s', (state, step) => {
    expect(nextStep({ state, changes })).toBe(step);
  });

  it('is no merge without changes, and why is said', () => {
    expect(nextStep({ state: 'in_review' })).toBeUndefined();
    expect(mergeRefusal({ state: 'in_review' })).toBe('Nothing has changed');
    expect(mergeRefusal({ state: 'waiting', waitingReason: 'permission' })).toBe('Answer the approval first');
  });

  it('offers to undo a merge only where there was one', () => {
    expect(movesOf({ state: 'done' })).toEqual(['reopen']);
    expect(movesOf({ state: 'done', merge: { targetBranch: 'main', commit: 'a', previousCommit: 'b', strategy: 'merge', at: '' } })).toEqual(['undo_merge', 'reopen']);
  });
});
