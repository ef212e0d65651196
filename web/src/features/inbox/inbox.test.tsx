import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { answerWith, makeApproval, makeTask, renderInApp } from '@/app/testing';
import { inboxRows } from './items';
import { PermissionAnswer } from './PermissionAnswer';
import { QuestionAnswer } from './QuestionAnswer';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

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

test('Y allows once and D denies, but not in the first half second', async () => {
  vi.useFakeTimers();
  const sent = answerWith({ 'POST /api/approvals/a1/answer': () => ({ approval: makeApproval({ state: 'resolved' }) }) });
  renderInApp(<PermissionAnswer approval={makeApproval()} taskId="t1" />);
  fireEvent.keyDown(document.body, { code: 'KeyY' });
  expect(sent).toHaveLength(0);
  await act(() => vi.advanceTimersByTimeAsync(600));
  fireEvent.keyDown(document.body, { code: 'KeyY' });
  await act(() => vi.advanceTimersByTimeAsync(1));
  expect(sent[0]).toEqual({ operation: 'POST /api/approvals/a1/answer', body: { optionId: 'once' } });
});

test('the exact command is shown with every answer that the agent offers', () => {
  renderInApp(<PermissionAnswer approval={makeApproval({ detail: 'rm -rf build', reason: 'stale output' })} taskId="t1" />);
  expect(screen.getByText('rm -rf build')).toBeVisible();
  expect(screen.getByText('stale output')).toBeVisible();
  for (const name of ['Allow once', 'Always allow', 'Deny']) expect(screen.getByRole('button', { name, hidden: true })).toBeVisible();
});

test('a question has nothing preselected, and takes a choice or own words', async () => {
  const sent = answerWith({ 'POST /api/approvals/a1/answer': () => ({ approval: makeApproval({ state: 'resolved' }) }) });
  const question = { id: 'q1', question: 'How?', multiSelect: false, choices: [{ label: 'Per link' }, { label: 'Per address', description: 'Simple' }] };
  renderInApp(<QuestionAnswer approval={makeApproval({ kind: 'question', options: [], questions: [question] })} taskId="t1" />);
  for (const radio of screen.getAllByRole('radio')) expect(radio).not.toBeChecked();
  const answer = screen.getByRole('button', { name: 'Answer' });
  expect(answer).toHaveAttribute('aria-disabled', 'true');
  await userEvent.click(screen.getByRole('radio', { name: /Per link/ }));
  await userEvent.type(screen.getByRole('textbox'), 'Per tenant');
  expect(screen.getByRole('radio', { name: /Per link/ })).not.toBeChecked();
  await userEvent.click(answer);
  await waitFor(() => expect(sent[0]?.body).toEqual({ answers: [{ questionId: 'q1', values: ['Per tenant'] }] }));
});

test('an answer that came too late says so and stays', async () => {
  answerWith({ 'POST /api/approvals/a1/answer': () => Response.json({ title: 'Already answered', status: 409, code: 'conflict', detail: 'Another browser allowed it.' }, { status: 409 }) });
  const { container } = renderInApp(<PermissionAnswer approval={makeApproval()} taskId="t1" />);
  await waitFor(() => expect(container.querySelector('[inert]')).toBeNull(), { timeout: 2000 });
  await userEvent.click(screen.getByRole('button', { name: 'Deny' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Another browser allowed it.');
});
