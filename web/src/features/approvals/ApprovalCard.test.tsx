import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApprovalView } from '@/api';
import { handleKey } from '@/shared/lib/shortcuts';
import { TooltipProvider } from '@/shared/ui';
import { ApprovalDock } from './ApprovalDock';

const permission: ApprovalView = {
  id: 'a1', taskId: 't', sessionId: 's', kind: 'permission', title: 'npm test', detail: 'npm run migrate -- --env staging', detailKind: 'command', state: 'pending', createdAt: '2026-11-20T14:00:00.000Z',
  options: [{ id: 'no', kind: 'reject_once', name: 'Deny' }, { id: 'yes', kind: 'allow_once', name: 'Allow once' }, { id: 'ever', kind: 'allow_always', name: 'Always allow' }],
};
const question: ApprovalView = {
  ...permission, id: 'a2', kind: 'question', title: 'Which?', detail: '', options: [],
  questions: [{ id: 'q', question: 'Which one?', multiSelect: false, choices: [{ label: 'Left' }, { label: 'Right' }] }],
};

const sent: unknown[] = [];

function show(...approvals: ApprovalView[]) {
  return render(<QueryClientProvider client={new QueryClient()}><TooltipProvider><ApprovalDock approvals={approvals} /></TooltipProvider></QueryClientProvider>);
}

beforeEach(() => {
  sent.length = 0;
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
    sent.push(JSON.parse(String(init.body)));
    return new Response(JSON.stringify({ approval: permission }));
  });
  addEventListener('keydown', handleKey);
});
afterEach(() => {
  removeEventListener('keydown', handleKey);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const wait = (ms: number) => act(async () => vi.advanceTimersByTimeAsync(ms));
const press = (code: string) => act(async () => void fireEvent.keyDown(document.body, { code }));

describe('an approval', () => {
  it('shows the exact command, and its keys are dead for the first half second', async () => {
    show(permission);
    expect(screen.getByText('npm run migrate -- --env staging')).toBeInTheDocument();
    await press('KeyY');
    expect(sent).toEqual([]);
    await wait(500);
    await press('KeyY');
    await wait(0);
    expect(sent).toEqual([{ optionId: 'yes' }]);
  });

  it('is denied by D', async () => {
    show(permission);
    await wait(500);
    await press('KeyD');
    await wait(0);
    expect(sent).toEqual([{ optionId: 'no' }]);
  });

  it('that asks a question is chosen by digits, nothing is preselected', async () => {
    show(question);
    await wait(500);
    expect(screen.getAllByRole('radio').every((radio) => radio instanceof HTMLInputElement && !radio.checked)).toBe(true);
    await press('Digit2');
    await act(async () => screen.getByRole('button', { name: 'Answer' }).click());
    await wait(0);
    expect(sent).toEqual([{ answers: [{ questionId: 'q', values: ['Right'] }] }]);
  });

  it('among several is counted, the oldest first', async () => {
    show(permission, question);
    expect(screen.getByText('1 of 2')).toBeInTheDocument();
    await act(async () => screen.getByRole('button', { name: 'Next request' }).click());
    expect(screen.getByText('Which one?', { selector: 'h2' })).toBeInTheDocument();
  });
});
