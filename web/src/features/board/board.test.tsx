import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { answerWith, makeApproval, makeProject, makeTask, renderInApp } from '@/app/testing';
import { groupByDay } from './days';
import { matches, sortTasks } from './filter';
import { TaskCard } from './TaskCard';

afterEach(() => vi.unstubAllGlobals());

const noop = () => undefined;
const draw = (task: ReturnType<typeof makeTask>, onSelect: (id: string) => void = noop) =>
  renderInApp(<TaskCard task={task} project={makeProject()} selected={false} onSelect={onSelect} onDrag={noop} />);

test('filters find by project, agent and words of title, prompt or branch', () => {
  const task = makeTask({ branch: 'homeport/csv-7f3a' });
  const none = { project: '', agent: '', text: '' };
  expect(matches(task, none)).toBe(true);
  expect(matches(task, { ...none, project: 'p2' })).toBe(false);
  expect(matches(task, { ...none, agent: 'codex' })).toBe(false);
  expect(matches(task, { ...none, text: 'EXPORT 7f3a' })).toBe(true);
  expect(matches(task, { ...none, text: 'export nothing' })).toBe(false);
});

test('what waits leads its lane, then what is pinned', () => {
  const tasks = [makeTask({ id: 'plain', title: 'A' }), makeTask({ id: 'pinned', pinned: true, title: 'B' }), makeTask({ id: 'waits', state: 'waiting', title: 'C' })];
  expect(sortTasks(tasks, 'title').map((task) => task.id)).toEqual(['waits', 'pinned', 'plain']);
});

test('done tasks are grouped by their day', () => {
  const now = new Date(2026, 10, 20, 12).getTime();
  const at = (days: number) => new Date(now - days * 86_400_000).toISOString();
  const entries = groupByDay([makeTask({ id: 'old', stateSince: at(2) }), makeTask({ id: 'new', stateSince: at(0) }), makeTask({ id: 'mid', stateSince: at(1) })], now);
  expect(entries.map((entry) => (entry.kind === 'day' ? entry.label : entry.task.id))).toEqual(['Today', 'new', 'Yesterday', 'mid', 'Wednesday 18 November', 'old']);
});

test('a waiting card shows the exact ask and leads to the answer', () => {
  draw(makeTask({ state: 'waiting', waitingReason: 'permission', pendingApproval: makeApproval({ detail: 'npm run migrate -- --env staging' }) }));
  expect(screen.getByText('Wants to run a command')).toBeVisible();
  expect(screen.getByText('npm run migrate -- --env staging')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Answer' })).toHaveAttribute('href', '/tasks/t1');
  expect(screen.getByRole('img', { name: 'Needs you: permission' })).toBeVisible();
});

test('a failed card says why and can be tried again; a refusal is told', async () => {
  const sent = answerWith({ 'POST /api/tasks/t1/retry': () => Response.json({ title: 'Not now', status: 409, code: 'conflict', detail: 'It runs already.' }, { status: 409 }) });
  draw(makeTask({ state: 'failed', failure: { code: 'agent_crashed', message: 'npm ci exited with 1' } }));
  expect(screen.getByText('npm ci exited with 1')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
  expect(sent.map((one) => one.operation)).toEqual(['POST /api/tasks/t1/retry']);
  expect(await screen.findByText('It runs already.')).toBeVisible();
});

test('with Ctrl a click selects, without it opens', async () => {
  const selected: string[] = [];
  draw(makeTask(), (id) => selected.push(id));
  const user = userEvent.setup();
  await user.keyboard('{Control>}');
  await user.click(screen.getByRole('link', { name: 'Fix the export' }));
  await user.keyboard('{/Control}');
  expect(selected).toEqual(['t1']);
  expect(screen.getByLabelText('address')).toHaveTextContent('/');
  await user.click(screen.getByRole('link', { name: 'Fix the export' }));
  expect(screen.getByLabelText('address')).toHaveTextContent('/tasks/t1');
});

test('moving to the trash offers to undo', async () => {
  const sent = answerWith({
    'DELETE /api/tasks/t1': () => ({ task: makeTask({ version: 2, deletedAt: '2026-11-20T10:00:00.000Z' }) }),
    'POST /api/tasks/t1/restore': () => ({ task: makeTask({ version: 3 }) }),
  });
  draw(makeTask());
  await userEvent.hover(screen.getByRole('article'));
  await userEvent.click(screen.getByRole('button', { name: 'Actions for Fix the export' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Move to trash' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Undo' }));
  await waitFor(() => expect(sent.map((one) => one.operation)).toEqual(['DELETE /api/tasks/t1', 'POST /api/tasks/t1/restore']));
});
