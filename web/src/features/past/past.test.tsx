import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { afterEach, expect, test, vi } from 'vitest';
import type { PastSessionPlan, PastSessionView } from '@/api';
import { answerWith, makeProject, makeTask, renderInApp } from '@/app/testing';
import { ContinuePast } from './ContinuePast';
import { PastListPage } from './PastListPage';

afterEach(() => {
  vi.unstubAllGlobals();
  localStorage.clear();
});

const session: PastSessionView = {
  id: 's1', agentType: 'codex', nativeSessionId: 'n1', title: 'Fix the export', folder: '/src/quill', messages: 4, path: '/home/ada/.codex/sessions/a.jsonl', size: 10, lastAt: '2026-11-20T10:00:00.000Z',
};
const plan: PastSessionPlan = { repositoryGroupId: 'p1', repositoryGroupName: 'Quill API', means: 'native', isolation: 'in_place' };

function host(list: (url: URL) => unknown = () => ({ items: [session], reading: false })) {
  return answerWith({
    'GET /api/projects': () => ({ items: [makeProject()] }),
    'GET /api/past-sessions': (_, url) => list(url),
    'POST /api/past-sessions/s1/resume': () => ({ task: makeTask({ id: 't9' }), created: true }),
  });
}

test('what is looked for goes to the host and stays in the address', async () => {
  const asked: string[] = [];
  host((url) => {
    asked.push(url.searchParams.get('query') ?? '');
    return { items: url.searchParams.get('query') === 'nothing' ? [] : [session], reading: false };
  });
  renderInApp(<Routes><Route path="*" element={<PastListPage />} /></Routes>, '/past');
  expect(await screen.findByRole('link', { name: 'Fix the export' })).toHaveAttribute('href', '/past/s1');
  await userEvent.type(screen.getByRole('searchbox'), 'nothing');
  expect(await screen.findByText('Nothing found')).toBeVisible();
  expect(asked.at(-1)).toBe('nothing');
  expect(screen.getByLabelText('address')).toHaveTextContent('/past?q=nothing');
});

test('while the stores are read it says so and asks again', async () => {
  let times = 0;
  host(() => {
    times += 1;
    return times === 1 ? { items: [], reading: true } : { items: [session], reading: false };
  });
  renderInApp(<Routes><Route path="*" element={<PastListPage />} /></Routes>, '/past');
  expect(await screen.findByText('Reading what the agents keep…')).toBeVisible();
  expect(await screen.findByRole('link', { name: 'Fix the export' }, { timeout: 5000 })).toBeVisible();
  expect(screen.queryByText('Reading what the agents keep…')).toBeNull();
});

test('a session goes on in its project with what is written, and what was typed is kept until then', async () => {
  const sent = host();
  const { unmount } = renderInApp(<ContinuePast session={session} plan={plan} />);
  await userEvent.type(screen.getByLabelText('What to do next, or nothing yet'), 'Now the tests');
  unmount();
  renderInApp(<ContinuePast session={session} plan={plan} />);
  expect(screen.getByLabelText('What to do next, or nothing yet')).toHaveValue('Now the tests');
  expect(screen.getByText('Codex opens its session again, in /src/quill.')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Continue as a task' }));
  await waitFor(() => expect(screen.getByLabelText('address')).toHaveTextContent('/tasks/t9'));
  expect(sent.find((one) => one.operation.startsWith('POST'))?.body).toEqual({ repositoryGroupId: 'p1', isolation: 'in_place', prompt: 'Now the tests' });
});

test('without a project it says what to do, and one can be chosen', async () => {
  const sent = host();
  renderInApp(<ContinuePast session={session} plan={{ means: 'native', isolation: 'worktree', obstacle: 'No project holds /src/quill.' }} />);
  expect(screen.getByText('No project holds /src/quill.')).toBeVisible();
  const go = screen.getByRole('button', { name: 'Continue as a task' });
  expect(go).toHaveAttribute('aria-disabled', 'true');
  await userEvent.click(await screen.findByRole('button', { name: /Choose a project/ }));
  await userEvent.click(await screen.findByRole('menuitemradio', { name: 'Quill API' }));
  await userEvent.click(go);
  await waitFor(() => expect(sent.find((one) => one.operation.startsWith('POST'))?.body).toEqual({ repositoryGroupId: 'p1' }));
});
