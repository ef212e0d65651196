import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { answerWith, makeAgent, makeProject, makeTask, renderInApp, type Answers } from '@/app/testing';
import { NewTaskPanel } from './NewTaskPanel';

afterEach(() => vi.unstubAllGlobals());

const repository = { id: 'r1', workspaceId: 'w', name: 'quill-api', path: '/src/quill-api', defaultBranch: 'trunk', createdAt: '2026-11-01T00:00:00.000Z' };
const branch = (name: string) => ({ name, commit: 'c0ffee00', subject: 'Subject', committedAt: '2026-11-01T00:00:00.000Z', isRemote: false, isCurrent: false });

function host(extra: Answers = {}) {
  return answerWith({
    'GET /api/projects': () => ({ items: [makeProject()] }),
    'GET /api/repositories': () => ({ items: [repository] }),
    'GET /api/agents': () => ({ items: [makeAgent(), makeAgent({ kind: 'gemini', name: 'Gemini CLI', login: 'logged_out' })] }),
    'GET /api/projects/p1/branches': (_, url) => ({ items: ['trunk', 'release/1'].filter((name) => name.includes(url.searchParams.get('query') ?? '')).map(branch) }),
    'POST /api/tasks': () => ({ task: makeTask({ state: 'queued' }) }),
    ...extra,
  });
}

const text = () => screen.getByRole('textbox', { name: 'What should be done?' });

test('Ctrl Enter starts with what the project has, and only then the text is gone', async () => {
  const sent = host();
  const closed = vi.fn();
  renderInApp(<NewTaskPanel seed={{}} onClose={closed} />);
  await screen.findByRole('button', { name: 'Agent: Claude Code' });
  await userEvent.type(text(), 'Fix the export');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  await waitFor(() => expect(closed).toHaveBeenCalled());
  expect(sent.find((one) => one.operation === 'POST /api/tasks')?.body).toEqual({ repositoryGroupId: 'p1', prompt: 'Fix the export', start: true, permissionMode: 'ask', agentType: 'claude_code' });
  expect(localStorage.getItem('homeport.draft.newTask')).toBeNull();
});

test('text survives closing, and a refused start', async () => {
  host({ 'POST /api/tasks': () => Response.json({ title: 'The agent cannot run', status: 409, code: 'agent_unavailable', detail: 'Install it first.' }, { status: 409 }) });
  const first = renderInApp(<NewTaskPanel seed={{}} onClose={() => undefined} />);
  await screen.findByRole('button', { name: 'Agent: Claude Code' });
  await userEvent.type(text(), 'Fix the export');
  await userEvent.click(screen.getByRole('button', { name: 'To backlog' }));
  expect(await screen.findByText(/Install it first/)).toBeVisible();
  first.unmount();
  renderInApp(<NewTaskPanel seed={{}} onClose={() => undefined} />);
  expect(text()).toHaveValue('Fix the export');
});

test('a bare ACP agent is never chosen by itself, and not started without its command', async () => {
  const sent = host({ 'GET /api/agents': () => ({ items: [makeAgent({ kind: 'acp', name: 'ACP agent' }), makeAgent({ kind: 'demo', name: 'Demo agent' })] }) });
  renderInApp(<NewTaskPanel seed={{}} onClose={() => undefined} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Agent: Demo agent' }));
  await userEvent.click(await screen.findByRole('menuitemradio', { name: /ACP agent/ }));
  await userEvent.type(text(), 'Fix the export');
  expect(screen.getByRole('button', { name: 'Start' })).toHaveAttribute('aria-disabled', 'true');
  await userEvent.type(screen.getByRole('textbox', { name: 'Command of the ACP agent' }), 'npx my-agent --acp');
  await userEvent.click(screen.getByRole('button', { name: 'Start' }));
  await waitFor(() => expect(sent.find((one) => one.operation === 'POST /api/tasks')?.body).toMatchObject({ agentType: 'acp', agentCommand: ['npx', 'my-agent', '--acp'] }));
});

test('an empty prompt is refused with a reason, not with silence', async () => {
  const sent = host();
  renderInApp(<NewTaskPanel seed={{}} onClose={() => undefined} />);
  const start = await screen.findByRole('button', { name: 'Start' });
  expect(start).toHaveAttribute('aria-disabled', 'true');
  await userEvent.click(start);
  expect(sent.some((one) => one.operation.startsWith('POST'))).toBe(false);
});

test('branches are searched by the host and chosen by keyboard', async () => {
  const sent = host();
  renderInApp(<NewTaskPanel seed={{}} onClose={() => undefined} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Base branch: trunk' }));
  const search = await screen.findByRole('combobox', { name: 'Find a branch' });
  await userEvent.type(search, 'rel');
  expect(await screen.findByRole('option', { name: /release\/1/ })).toBeVisible();
  await waitFor(() => expect(screen.queryByRole('option', { name: /trunk/ })).toBeNull());
  await userEvent.keyboard('{Enter}');
  await userEvent.type(text(), 'x');
  await userEvent.click(screen.getByRole('button', { name: 'Start' }));
  await waitFor(() => expect(sent.find((one) => one.operation === 'POST /api/tasks')?.body).toMatchObject({ baseBranch: 'release/1' }));
});

test('an agent that is not logged in cannot be chosen and says so', async () => {
  host();
  renderInApp(<NewTaskPanel seed={{}} onClose={() => undefined} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Agent: Claude Code' }));
  const item = await screen.findByRole('menuitemradio', { name: /Gemini CLI/ });
  expect(item).toHaveAttribute('aria-disabled', 'true');
  expect(item).toHaveTextContent('not logged in');
});

test('bypass needs the typed word', async () => {
  const sent = host();
  renderInApp(<NewTaskPanel seed={{}} onClose={() => undefined} />);
  await userEvent.click(await screen.findByRole('button', { name: 'Permission mode: Ask' }));
  await userEvent.click(await screen.findByRole('menuitemradio', { name: /Bypass/ }));
  await userEvent.type(text(), 'x');
  expect(screen.getByRole('button', { name: 'Start' })).toHaveAttribute('aria-disabled', 'true');
  await userEvent.type(screen.getByRole('textbox', { name: /Type “bypass”/ }), 'bypass');
  await userEvent.click(screen.getByRole('button', { name: 'Start' }));
  await waitFor(() => expect(sent.find((one) => one.operation === 'POST /api/tasks')?.body).toMatchObject({ permissionMode: 'bypass', confirmBypass: 'bypass' }));
});

test('several agents race from one form, each with its own choices', async () => {
  const sent = host({
    'GET /api/agents': () => ({ items: [makeAgent(), makeAgent({ kind: 'codex', name: 'Codex' })] }),
    'GET /api/projects': () => ({ items: [makeProject({ scripts: { copyIgnored: [], verify: 'npm test' } })] }),
    'POST /api/races': () => Response.json({ title: 'No', status: 409, code: 'conflict', detail: 'Not now.' }, { status: 409 }),
  });
  renderInApp(<NewTaskPanel seed={{}} onClose={() => undefined} />);
  await screen.findByRole('button', { name: 'Agent: Claude Code' });
  await userEvent.type(text(), 'Fix the export');
  await userEvent.click(screen.getByRole('button', { name: 'Race several agents' }));
  expect(screen.getByRole('textbox', { name: 'Verify with' })).toHaveValue('npm test');
  await userEvent.click(screen.getByRole('button', { name: 'Add a runner' }));
  expect(screen.getAllByRole('button', { name: /^Agent: / }).map((one) => one.textContent)).toEqual([expect.stringContaining('Claude Code'), expect.stringContaining('Codex'), expect.stringContaining('Claude Code')]);
  await userEvent.click(screen.getByRole('button', { name: 'Remove runner 3' }));
  await userEvent.click(screen.getByRole('button', { name: 'Start the race' }));
  await waitFor(() =>
    expect(sent.find((one) => one.operation === 'POST /api/races')?.body).toEqual({
      repositoryGroupId: 'p1', prompt: 'Fix the export',
      runners: [{ agentType: 'claude_code', permissionMode: 'ask', isolation: 'worktree' }, { agentType: 'codex', permissionMode: 'ask', isolation: 'worktree' }],
    }),
  );
  expect(await screen.findByText(/Not now/)).toBeVisible();
  expect(text()).toHaveValue('Fix the export');
});
