import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { answerWith, makeAgent, makeProject, renderInApp, type Answers } from '@/app/testing';
import { isReady } from '@/features/agents';
import { AgentsSection } from './AgentsSection';

afterEach(() => vi.unstubAllGlobals());

const qwen = makeAgent({ kind: 'qwen', name: 'Qwen Code', installed: false, version: undefined, path: undefined, login: 'unknown', installCommand: 'npm install -g @qwen-code/qwen-code', loginCommand: 'qwen' });
const codex = makeAgent({ kind: 'codex', name: 'Codex', login: 'logged_out', loginCommand: 'codex login', loginHint: 'Run `codex login`, or set OPENAI_API_KEY.' });
const goose = makeAgent({ kind: 'goose', name: 'goose', version: '1.7.0', needsVersion: '1.8', installCommand: 'goose update' });
const pi = makeAgent({ kind: 'pi', name: 'pi', modes: ['bypass'] });

function host(extra: Answers = {}) {
  return answerWith({
    'GET /api/projects': () => ({ items: [makeProject()] }),
    'GET /api/repositories': () => ({ items: [] }),
    'GET /api/agents': () => ({ items: [makeAgent(), codex, goose, pi, qwen] }),
    ...extra,
  });
}

test('settings say for each agent what is missing, with the command that mends it', async () => {
  host();
  renderInApp(<AgentsSection />);
  expect(await screen.findByText('codex login', { selector: '.agent-step__command' })).toBeVisible();
  expect(screen.getByText('npm install -g @qwen-code/qwen-code')).toBeVisible();
  expect(screen.getByText('Too old: it needs version 1.8 or newer')).toBeVisible();
  expect(screen.getByText(/Never asks/)).toBeVisible();
  expect(screen.getByText('1 more that is not installed')).toBeVisible();
  expect(screen.getByRole('button', { name: 'Copy the command for Codex' })).toBeVisible();
});

test('a terminal to log in is opened in the project, and named for it', async () => {
  const terminal = { id: 'x', workspaceId: 'w', repositoryGroupId: 'p1', workingDirectory: '/src', shell: '/bin/bash', columns: 80, rows: 24, state: 'running', createdAt: '2026-11-01T00:00:00.000Z', version: 1 };
  const sent = host({ 'POST /api/terminals': () => ({ terminal }), 'GET /api/terminals': () => ({ items: [] }) });
  renderInApp(<AgentsSection />);
  const step = (await screen.findByText('codex login', { selector: '.agent-step__command' })).closest<HTMLElement>('.agent-step');
  await userEvent.click(await within(step as HTMLElement).findByRole('button', { name: /Terminal in/ }));
  await waitFor(() => expect(sent.find((one) => one.operation === 'POST /api/terminals')?.body).toMatchObject({ repositoryGroupId: 'p1', name: 'Log in to Codex' }));
});

test('without a project there is no terminal to open', async () => {
  host({ 'GET /api/projects': () => ({ items: [] }) });
  renderInApp(<AgentsSection />);
  await screen.findByText('codex login', { selector: '.agent-step__command' });
  expect(screen.queryByRole('button', { name: /Terminal in/ })).toBeNull();
});

test('an agent is ready when it is there, new enough and logged in as far as can be told', () => {
  expect([makeAgent(), codex, goose, qwen].map(isReady)).toEqual([true, false, false, false]);
});
