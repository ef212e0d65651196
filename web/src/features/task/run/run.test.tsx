import { QueryClient } from '@tanstack/react-query';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { ServiceLogLine, TaskCommandView } from '@/api';
import { answerWith, makeTask, renderInApp } from '@/app/testing';
import { applyCommand, commandQueries } from './queries';
import { RunTab } from './RunTab';
import { addLines } from './useCommandLog';

afterEach(() => vi.unstubAllGlobals());

function makeCommand(part: Partial<TaskCommandView> = {}): TaskCommandView {
  return { taskId: 't1', id: 'c1', name: 'Web', command: 'npm run dev', state: 'stopped', restarts: 0, ports: [], ...part };
}

function line(number: number, text: string, continues = false): ServiceLogLine {
  return { number, text, source: 'output', continues };
}

function show(commands: readonly TaskCommandView[], task = makeTask({ worktreePath: '/w' })) {
  renderInApp(<RunTab task={task} commands={commands} isPending={false} error={null} onRetry={() => undefined} />);
}

test('pieces of a long line become one, and the oldest lines go', () => {
  const known = addLines([], [line(1, 'a', true), line(2, 'b', true)]);
  expect(addLines(known, [line(3, 'c'), line(4, 'd')]).map(({ text }) => text)).toEqual(['abc', 'd']);
  const many = addLines([], Array.from({ length: 2_500 }, (_, index) => line(index + 1, String(index + 1))));
  expect([many.length, many[0]?.text]).toEqual([2_000, '501']);
});

test('a command of the project stays when it ends, one that was removed goes', () => {
  const cache = new QueryClient();
  const key = commandQueries.list('t1').queryKey;
  cache.setQueryData(key, [makeCommand({ state: 'running' }), makeCommand({ id: 'c2', state: 'running', removed: true })]);
  applyCommand(cache, makeCommand());
  applyCommand(cache, makeCommand({ id: 'c2', removed: true }));
  expect(cache.getQueryData(key)).toEqual([makeCommand()]);
});

test('only a port at which somebody listens is a link', () => {
  show([makeCommand({ state: 'running', ports: [{ name: 'PORT', port: 20_001, listening: true }, { name: 'API_PORT', port: 20_002, listening: false }, { port: 5173, listening: true }] })]);
  const links = screen.getAllByRole('link');
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['http://localhost:20001', 'http://localhost:5173']);
  expect(links[0]).toHaveAttribute('rel', 'noopener noreferrer');
  expect(screen.getByText('20002')).toBeVisible();
});

test('without a worktree nothing can be started, and the button says why', async () => {
  show([makeCommand()], makeTask());
  const start = screen.getByRole('button', { name: 'Start Web' });
  expect(start).toHaveAttribute('aria-disabled', 'true');
  await userEvent.hover(start);
  expect((await screen.findAllByText('The task has no worktree now. Start the task first.')).length).toBeGreaterThan(0);
});

test('the output of a command is shown when it is chosen, that of one that runs first', async () => {
  answerWith({ 'GET /api/tasks/t1/commands/c2/log': (_, url) => ({ lines: url.searchParams.has('from') ? [] : [line(1, '\u001B[32mready\u001B[0m')], next: 2 }) });
  show([makeCommand(), makeCommand({ id: 'c2', name: 'Api', state: 'running', reason: 'It runs.' })]);
  const output = screen.getByRole('group', { name: 'Output of Api' });
  expect(await within(output).findByText('ready')).toHaveClass('a-green');
  await userEvent.click(screen.getByRole('button', { name: 'Web' }));
  expect(within(screen.getByRole('group', { name: 'Output of Web' })).getByText('It has not been started yet.')).toBeVisible();
});
