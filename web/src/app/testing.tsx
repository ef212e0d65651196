import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { MemoryRouter, useLocation } from 'react-router';
import { vi } from 'vitest';
import type { AgentView, ApprovalView, RepositoryGroupView, UnitTaskView } from '@/api';
import { useShortcutListener } from '@/shared/lib/shortcuts';
import { Toaster, TooltipProvider } from '@/shared/ui';

/** What the host answers in a test, by "METHOD /path"; anything else is a 404 problem. */
export type Answers = Readonly<Record<string, (body: unknown, url: URL) => unknown>>;

export interface SentRequest {
  readonly operation: string;
  readonly body: unknown;
}

export function answerWith(answers: Answers): readonly SentRequest[] {
  const sent: SentRequest[] = [];
  vi.stubGlobal('fetch', async (input: string, init: RequestInit) => {
    const url = new URL(input, 'http://host');
    const operation = `${init.method ?? 'GET'} ${url.pathname}`;
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    sent.push({ operation, body });
    const answer = answers[operation];
    if (answer === undefined) return Response.json({ title: 'Not found', status: 404, code: 'not_found', detail: operation }, { status: 404 });
    const result = answer(body, url);
    return result instanceof Response ? result : Response.json(result);
  });
  return sent;
}

function Where() {
  useShortcutListener();
  const { pathname, search } = useLocation();
  return <output aria-label="address">{pathname + search}</output>;
}

/** Draws a part as the app would: with cache, routes, tips and toasts. */
export function renderInApp(part: ReactElement, at = '/') {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const view = render(
    <QueryClientProvider client={cache}>
      <TooltipProvider>
        <MemoryRouter initialEntries={[at]}>
          {part}
          <Where />
        </MemoryRouter>
        <Toaster />
      </TooltipProvider>
    </QueryClientProvider>,
  );
  return { cache, ...view };
}

export function makeTask(part: Partial<UnitTaskView> = {}): UnitTaskView {
  const at = '2026-11-20T10:00:00.000Z';
  return {
    id: 't1', workspaceId: 'w', repositoryGroupId: 'p1', title: 'Fix the export', prompt: 'Fix the CSV export', state: 'draft', agentType: 'claude_code',
    permissionMode: 'ask', isolation: 'worktree', pendingApprovals: 0, queuedPrompts: 0, pinned: false, createdAt: at, updatedAt: at, stateSince: at, version: 1,
    usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 },
    ...part,
  };
}

export function makeProject(part: Partial<RepositoryGroupView> = {}): RepositoryGroupView {
  return { id: 'p1', workspaceId: 'w', name: 'Quill API', color: 1, sortOrder: 0, repositoryIds: ['r1'], defaults: {}, scripts: { copyIgnored: [] }, commands: [], createdAt: '2026-11-01T00:00:00.000Z', version: 1, ...part };
}

export function makeAgent(part: Partial<AgentView> = {}): AgentView {
  return {
    kind: 'claude_code', name: 'Claude Code', plate: 'Cl', installed: true, version: '2.1.4', login: 'logged_in',
    modes: ['plan', 'ask', 'accept_edits', 'bypass'], models: ['sonnet', 'opus'], probedAt: '2026-11-20T10:00:00.000Z', ...part,
  };
}

export function makeApproval(part: Partial<ApprovalView> = {}): ApprovalView {
  return {
    id: 'a1', taskId: 't1', sessionId: 's1', kind: 'permission', title: 'Run npm test', detail: 'npm test', detailKind: 'command', state: 'pending', createdAt: '2026-11-20T10:00:00.000Z',
    options: [
      { id: 'once', kind: 'allow_once', name: 'Allow once' },
      { id: 'always', kind: 'allow_always', name: 'Always allow' },
      { id: 'no', kind: 'reject_once', name: 'Deny' },
    ],
    ...part,
  };
}
