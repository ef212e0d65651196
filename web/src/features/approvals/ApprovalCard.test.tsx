import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ApprovalView } from '@/api';
import { handleKey } from '@/shared/lib/shortcuts';
import { TooltipProvider } from '@/shared/ui';
import { ApprovalDock } from './ApprovalDock';

const permission: ApprovalView = {
  id: 'a1', taskId: 't', sessionId: 's', kind: 'permission', title: 'npm test', detail: 'npm run migrate -- --env staging', detailKind: 'command', state: 'pending', createdAt: '2026-11-20T14:00:00.000Z',
  takesReason: 'answer', detailDigest: 'd1',
  proposals: [{ toolName: 'shell', patternKind: 'prefix', pattern: 'npm run migrate *' }, { toolName: 'shell', patternKind: 'exact', pattern: 'npm run migrate -- --env staging' }],
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
  localStorage.clear();
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
    for (const key of ['KeyY', 'Digit1', 'Digit3', 'KeyD', 'Enter']) await press(key);
    expect(sent).toEqual([]);
    await wait(600);
    await press('KeyY');
    await wait(0);
    expect(sent).toEqual([{ optionId: 'yes', detailDigest: 'd1' }]);
  });

  it('is dead again for half a second after its answers have moved', async () => {
    show(permission);
    await wait(600);
    const acts = document.querySelector<HTMLElement>('.approval__acts');
    if (acts === null) throw new Error('There are no answers.');
    acts.getBoundingClientRect = () => new DOMRect(0, 300, 100, 30);
    await press('Digit1');
    expect(sent).toEqual([]);
    await wait(200);
    expect(acts).toHaveAttribute('inert');
    await press('Digit1');
    expect(sent).toEqual([]);
    await wait(600);
    await press('Digit1');
    await wait(0);
    expect(sent).toHaveLength(1);
  });

  it('is never allowed by Enter', async () => {
    show(permission);
    await wait(600);
    await press('Enter');
    await press('Digit2');
    await wait(600);
    const pattern = screen.getByRole('textbox', { name: 'Commands that begin with' });
    await act(async () => void fireEvent.keyDown(pattern, { code: 'Enter', key: 'Enter' }));
    await wait(0);
    expect(sent).toEqual([]);
  });

  it('is allowed and kept with the pattern as it was edited, and for as far as was chosen', async () => {
    show(permission);
    await wait(600);
    await press('Digit2');
    const pattern = screen.getByRole('textbox', { name: 'Commands that begin with' });
    expect(pattern).toHaveValue('npm run migrate *');
    fireEvent.change(pattern, { target: { value: 'npm run *' } });
    await act(async () => screen.getByRole('button', { name: 'Everywhere' }).click());
    await act(async () => screen.getByRole('button', { name: 'Allow and keep', hidden: true }).click());
    await wait(0);
    expect(sent).toEqual([]);
    await wait(600);
    await act(async () => screen.getByRole('button', { name: 'Allow and keep' }).click());
    await wait(0);
    expect(sent).toEqual([{ optionId: 'yes', detailDigest: 'd1', keep: { scope: 'everywhere', toolName: 'shell', patternKind: 'prefix', pattern: 'npm run *' } }]);
  });

  it('is denied by 3, and by 4 with a reason in the card', async () => {
    show(permission);
    await wait(600);
    await press('Digit4');
    const reason = screen.getByRole('textbox', { name: 'Reason for the agent' });
    fireEvent.change(reason, { target: { value: 'Not on a Friday' } });
    await wait(600);
    await act(async () => void fireEvent.submit(reason));
    await wait(0);
    expect(sent).toEqual([{ optionId: 'no', detailDigest: 'd1', reason: 'Not on a Friday' }]);
  });

  it('offers no reason where the agent takes none', async () => {
    const { takesReason: _, ...without } = permission;
    show({ ...without, proposals: [] });
    await wait(600);
    await press('Digit4');
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.queryByRole('button', { name: 'More answers' })).toBeNull();
  });

  it('that is a plan is approved as changed where the agent takes that', async () => {
    show({ ...permission, id: 'a3', kind: 'plan', detail: '1. all', detailKind: 'markdown', takesPlan: true, proposals: [] });
    await wait(600);
    await act(async () => screen.getByRole('button', { name: 'Edit plan' }).click());
    fireEvent.change(screen.getByRole('textbox', { name: 'The plan' }), { target: { value: '1. half' } });
    await act(async () => screen.getByRole('button', { name: /Approve as changed/ }).click());
    await wait(0);
    expect(sent).toEqual([{ optionId: 'yes', detailDigest: 'd1', plan: '1. half' }]);
  });

  it('is denied by D', async () => {
    show(permission);
    await wait(600);
    await press('KeyD');
    await wait(0);
    expect(sent).toEqual([{ optionId: 'no', detailDigest: 'd1' }]);
  });

  it('that asks a question is chosen by digits, nothing is preselected', async () => {
    show(question);
    await wait(600);
    expect(screen.getAllByRole('radio').every((radio) => radio instanceof HTMLInputElement && !radio.checked)).toBe(true);
    await press('Digit2');
    await act(async () => screen.getByRole('button', { name: 'Answer' }).click());
    await wait(0);
    expect(sent).toEqual([{ detailDigest: 'd1', answers: [{ questionId: 'q', values: ['Right'] }] }]);
  });

  it('among several is counted, the oldest first', async () => {
    show(permission, question);
    expect(screen.getByText('1 of 2')).toBeInTheDocument();
    await act(async () => screen.getByRole('button', { name: 'Next request' }).click());
    expect(screen.getByText('Which one?', { selector: 'h2' })).toBeInTheDocument();
  });
});
