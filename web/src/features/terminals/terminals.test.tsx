import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import type { TerminalView } from '@/api';
import { answerWith, renderInApp, type Answers } from '@/app/testing';
import { applyTerminal, applyTitle, removeTerminal } from './queries';
import type { TerminalFrameProps } from './TerminalFrame';
import { TerminalsPanel } from './TerminalsPanel';

// The emulator needs a browser that lays out; it is tried in a real one.
vi.mock('./TerminalFrame', () => ({
  TerminalFrame: ({ terminal, onStartAgain, focusAsked }: TerminalFrameProps) => (
    <p>
      {`screen of ${terminal.id}, focus asked ${String(focusAsked)}`}
      <button type="button" onClick={onStartAgain}>again</button>
    </p>
  ),
}));

function make(id: string, part: Partial<TerminalView> = {}): TerminalView {
  return {
    id, workspaceId: 'w', repositoryGroupId: 'p1', taskId: 't1', workingDirectory: '/work', shell: '/bin/bash', columns: 80, rows: 24,
    state: 'running', createdAt: '2026-11-20T10:00:00.000Z', version: 1, name: id, ...part,
  };
}

function open(terminals: readonly TerminalView[], answers: Answers = {}) {
  const sent = answerWith({
    'GET /api/terminals': () => ({ items: terminals }),
    'POST /api/terminals': () => ({ terminal: make('new') }),
    ...Object.fromEntries(terminals.map(({ id }) => [`DELETE /api/terminals/${id}`, () => ({})])),
    ...answers,
  });
  return { sent, ...renderInApp(<TerminalsPanel place={{ taskId: 't1' }} />) };
}

const tabs = () => screen.queryAllByRole('tab').map((tab) => tab.textContent);
const selected = () => screen.getByRole('tab', { selected: true }).textContent;

test('only those of the place are shown, and the first one is opened by a button', async () => {
  const { sent } = open([make('other', { taskId: 't2' }), make('loose', { repositoryGroupId: 'p1', taskId: undefined as never })]);
  await userEvent.click(await screen.findByRole('button', { name: 'New terminal' }));
  await waitFor(() => expect(tabs()).toEqual(['newrunning']));
  expect(sent.find(({ operation }) => operation.startsWith('POST'))?.body).toEqual({ taskId: 't1' });
});

test('the chosen tab is remembered', async () => {
  const { unmount } = open([make('a'), make('b')]);
  await screen.findByRole('tab', { name: /^b/ });
  expect(selected()).toBe('brunning');
  await userEvent.click(screen.getByRole('tab', { name: /^a/ }));
  expect(selected()).toBe('arunning');
  unmount();
  open([make('a'), make('b')]);
  await screen.findByRole('tab', { name: /^a/ });
  expect(selected()).toBe('arunning');
});

const whatBusyOnesAnswer: Answers[string] = (_, url) =>
  url.searchParams.get('unlessBusy') === 'true'
    ? Response.json({ title: 'Not now', status: 409, code: 'conflict', detail: 'Something still runs in this terminal.' }, { status: 409 })
    : {};

test('one in which something runs is closed after a question, its neighbour follows', async () => {
  open([make('a'), make('b'), make('c')], { 'DELETE /api/terminals/b': whatBusyOnesAnswer });
  await userEvent.click(await screen.findByRole('tab', { name: /^b/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Close b' }));
  const question = await screen.findByRole('group', { name: 'Close b?' });
  await userEvent.keyboard('{Escape}');
  expect(question).not.toBeInTheDocument();
  expect(tabs()).toHaveLength(3);

  await userEvent.click(screen.getByRole('button', { name: 'Close b' }));
  await userEvent.click(within(await screen.findByRole('group', { name: 'Close b?' })).getByRole('button', { name: 'Close' }));
  await waitFor(() => expect(tabs()).toEqual(['arunning', 'crunning']));
  expect(selected()).toBe('crunning');
});

test('one in which only its shell runs is closed at once', async () => {
  open([make('a'), make('b')]);
  await userEvent.click(await screen.findByRole('tab', { name: /^a/ }));
  await userEvent.click(screen.getByRole('button', { name: 'Close a' }));
  await waitFor(() => expect(tabs()).toEqual(['brunning']));
});

test('one that has ended is closed at once, or started again in its place', async () => {
  const { sent } = open([make('a', { state: 'ended', exitCode: 2 })]);
  await screen.findByRole('tab', { name: /a exit 2|aexit 2/ });
  await userEvent.click(screen.getByRole('button', { name: 'again' }));
  await waitFor(() => expect(tabs()).toEqual(['newrunning']));
  expect(sent.filter(({ operation }) => !operation.startsWith('GET')).map(({ operation }) => operation)).toEqual(['POST /api/terminals', 'DELETE /api/terminals/a']);
});

test('a tab is renamed by F2, and Escape leaves it as it was', async () => {
  const { sent } = open([make('a')], { 'PATCH /api/terminals/a': (body) => ({ terminal: make('a', { ...(body as object), version: 2 }) }) });
  const tab = await screen.findByRole('tab', { name: /^a/ });
  fireEvent.keyDown(tab, { code: 'F2' });
  await userEvent.type(screen.getByRole('textbox', { name: 'Name of the terminal' }), 'nothing{Escape}');
  expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
  expect(sent.some(({ operation }) => operation.startsWith('PATCH'))).toBe(false);
  fireEvent.keyDown(tab, { code: 'F2' });
  await userEvent.clear(screen.getByRole('textbox', { name: 'Name of the terminal' }));
  await userEvent.keyboard('server{Enter}');
  await waitFor(() => expect(tabs()).toEqual(['serverrunning']));
});

test('events change the tabs; an older version never does', async () => {
  const { cache } = open([make('a', { version: 5 })]);
  await screen.findByRole('tab', { name: /^a/ });
  act(() => applyTerminal(cache, make('a', { version: 4, name: 'old' })));
  expect(tabs()).toEqual(['arunning']);
  act(() => {
    applyTerminal(cache, make('a', { version: 6, name: '', state: 'ended', exitCode: 0 }));
    applyTerminal(cache, make('b', { name: '' }));
    applyTitle(cache, 'b', 'vim');
  });
  await waitFor(() => expect(tabs()).toEqual(['bashexit 0', 'vimrunning']));
  act(() => removeTerminal(cache, 'a'));
  await waitFor(() => expect(tabs()).toEqual(['vimrunning']));
});
