import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { afterEach, expect, test, vi } from 'vitest';
import type { RaceRunnerView, RaceVerification, RaceView, UnitTaskView } from '@/api';
import { answerWith, makeProject, makeTask, renderInApp, type Answers } from '@/app/testing';
import { bestOf, contendersOf, favouriteOf, toneOf } from './compare';
import { mergeRace, mergeRunnerTask } from './queries';
import { RacePage } from './RacePage';

afterEach(() => vi.unstubAllGlobals());

const usage = { turns: 1, inputTokens: 1000, outputTokens: 100, cacheReadTokens: 0, cacheWriteTokens: 0, costUsd: 0.5, estimatedUsd: 0, unpricedTurns: 0 };

function makeRunner(number: number, part: Partial<RaceRunnerView> = {}): RaceRunnerView {
  return { number, taskId: `t${number}`, profile: { agentType: 'demo', model: `m${number}`, permissionMode: 'ask', isolation: 'worktree' }, agentSeconds: number * 10, usage, inTrash: false, ...part };
}

function makeRace(part: Partial<RaceView> = {}): RaceView {
  return {
    id: 'r1', workspaceId: 'w', repositoryGroupId: 'p1', title: 'Fix the export', prompt: 'Fix the export', baseBranch: 'main', baseCommit: 'c0ffee00c0ffee00', verifyTimeoutSeconds: 600,
    verifyCommand: 'npm test', state: 'open', runners: [makeRunner(1), makeRunner(2), makeRunner(3)], createdAt: '2026-11-20T10:00:00.000Z', version: 1, ...part,
  };
}

function makeVerification(part: Partial<RaceVerification> = {}): RaceVerification {
  return { state: 'passed', command: 'npm test', exitCode: 0, seconds: 3.4, output: [], ...part };
}

const finished = (number: number, lines: number): UnitTaskView => makeTask({ id: `t${number}`, state: 'in_review', raceId: 'r1', worktreePath: '/w', changes: { files: 1, added: lines, removed: 0 } });

test('the best of those that came to rest is named, and nothing wins by saying nothing', () => {
  const race = makeRace({ runners: [makeRunner(1, { usage: { ...usage, unpricedTurns: 1 } }), makeRunner(2, { usage: { ...usage, costUsd: 0.2 } }), makeRunner(3), makeRunner(4, { agentSeconds: 1 })] });
  const contenders = contendersOf(race, [finished(1, 9), finished(2, 5), finished(3, 5), makeTask({ id: 't4', state: 'running' })]);
  expect(bestOf(contenders, 'time')).toBe(1);
  expect(bestOf(contenders, 'cost')).toBe(2);
  expect(bestOf(contenders, 'changes')).toBeUndefined(); // two are equal
  expect(bestOf(contenders.slice(0, 1), 'time')).toBeUndefined();
});

function favouriteAmong(...states: (RaceVerification | undefined)[]): number | undefined {
  const runners = states.map((verification, index) => makeRunner(index + 1, verification === undefined ? {} : { verification }));
  return favouriteOf(contendersOf(makeRace({ runners }), []));
}

test('only one that alone passed is the favourite, as long as its result counts', () => {
  expect(favouriteAmong(makeVerification(), makeVerification({ state: 'failed' }))).toBe(1);
  expect(favouriteAmong(makeVerification(), makeVerification())).toBeUndefined();
  expect(favouriteAmong(makeVerification({ stale: true }), undefined)).toBeUndefined();
  expect([toneOf(makeVerification()), toneOf(makeVerification({ stale: true })), toneOf(makeVerification({ state: 'timed_out' }))]).toEqual(['done', 'idle', 'failed']);
});

test('events patch race and tasks, and an older one changes nothing', () => {
  const known = { race: makeRace({ version: 2 }), tasks: [makeTask({ id: 't1', version: 2 })] };
  expect(mergeRace(known, makeRace({ version: 1, title: 'Old' }))).toBe(known);
  expect(mergeRunnerTask(known, makeTask({ id: 't1', version: 1 }))).toBe(known);
  const trashed = mergeRunnerTask(known, makeTask({ id: 't1', version: 3, deletedAt: '2026-11-20T10:00:00.000Z' }));
  expect([trashed.tasks[0]?.version, trashed.race.runners[0]?.inTrash, trashed.race.runners[1]?.inTrash]).toEqual([3, true, false]);
});

function show(race: RaceView, tasks: readonly UnitTaskView[], more: Answers = {}) {
  const sent = answerWith({ 'GET /api/races/r1': () => ({ race, tasks }), 'GET /api/projects': () => ({ items: [makeProject()] }), ...more });
  renderInApp(<Routes><Route path="/races/:id" element={<RacePage />} /></Routes>, '/races/r1');
  return sent;
}

test('runners stand side by side with what their verification said', async () => {
  const failed = makeVerification({ state: 'failed', exitCode: 1, counts: { passed: 3, failed: 1, skipped: 0 }, output: ['1 failed, 3 passed'] });
  show(makeRace({ runners: [makeRunner(1, { verification: failed }), makeRunner(2, { verification: makeVerification({ stale: true }) }), makeRunner(3, { problem: 'No money left.' })] }), [finished(1, 9), finished(2, 5), makeTask({ id: 't3' })]);
  const first = within(await screen.findByRole('article', { name: 'Runner 1: Demo agent, m1' }));
  expect(first.getByText('3 of 4 tests passed · exit code 1 · 3.4 s')).toBeVisible();
  expect(first.getByRole('region', { name: 'Last lines of the verification of runner 1' })).toHaveTextContent('1 failed, 3 passed');
  expect(first.getByText('Fastest')).toBeVisible();
  expect(within(screen.getByRole('article', { name: /Runner 2/ })).getByText('Stale')).toBeVisible();
  expect(within(screen.getByRole('article', { name: /Runner 3/ })).getByText('No money left.')).toBeVisible();
});

test('one is kept after asking once more, in its place', async () => {
  const race = makeRace();
  const tasks = [finished(1, 9), finished(2, 5), finished(3, 1)];
  const sent = show(race, tasks, { 'POST /api/races/r1/keep': () => ({ race: { ...race, state: 'keeping', winnerTaskId: 't2', decidedBy: 'Ada', version: 2 }, tasks }) });
  await userEvent.click(await screen.findByRole('button', { name: 'Keep this one: runner 2, Demo agent, m2' }));
  expect(screen.getByText('The other 2 are stopped and go to the trash.')).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(sent.find((one) => one.operation === 'POST /api/races/r1/keep')?.body).toEqual({ taskId: 't2' }));
  expect(await screen.findByText('Ada keeps runner 2, Demo agent, m2. The others are stopped and go to the trash.')).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Keep this one/ })).toBeNull();
});

test('another verify command is written in its place', async () => {
  const { verifyCommand: _, ...race } = makeRace();
  const sent = show(race, [finished(1, 9)], { 'POST /api/races/r1/verify': () => ({ race: { ...race, verifyCommand: 'make test', version: 2 }, tasks: [] }) });
  await userEvent.click(await screen.findByRole('button', { name: 'Add one' }));
  await userEvent.keyboard('make test{Enter}');
  await waitFor(() => expect(sent.find((one) => one.operation === 'POST /api/races/r1/verify')?.body).toEqual({ command: 'make test' }));
  expect(await screen.findByRole('button', { name: 'Verify all again' })).toBeVisible();
});

test('a race that is not there says so', async () => {
  answerWith({});
  renderInApp(<Routes><Route path="/races/:id" element={<RacePage />} /></Routes>, '/races/nope');
  expect(await screen.findByText('There is no such race')).toBeVisible();
});
