import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import type { ServiceStatus, SidecarView } from '@/api';
import { answerWith, renderInApp } from '@/app/testing';
import { applySidecar, plainText } from '@/features/services';
import { SidecarsSection } from './SidecarsSection';

afterEach(() => vi.unstubAllGlobals());

function makeSidecar(part: Partial<SidecarView> = {}, status: Partial<ServiceStatus> = {}): SidecarView {
  return {
    id: 's1', workspaceId: 'w', name: 'search', definition: { command: 'npm run search' }, autoStart: true, wanted: true, createdAt: '2026-11-20T10:00:00.000Z', version: 1,
    status: { serviceId: 's1', kind: 'sidecar', state: 'running', reason: 'It is ready.', at: '2026-11-20T10:00:00.000Z', processId: 7, port: 4711, ports: [{ port: 4711, loopback: true }], tries: 0, restarts: 0, lastErrors: [], ...status },
    ...part,
  };
}

test('control sequences are no text', () => {
  expect(plainText('\u001b[1;32mok\u001b[0m \u001b]0;title\u0007done\u001b[2K\r')).toBe('ok done');
  expect(plainText('zwölf €\tand')).toBe('zwölf €\tand');
});

test('a sidecar shows where it is, and each change as it comes', async () => {
  answerWith({ 'GET /api/sidecars': () => ({ items: [makeSidecar()] }) });
  const { cache } = renderInApp(<SidecarsSection />);
  const row = await screen.findByRole('group', { name: 'search' });
  expect(within(row).getByText('Running')).toBeVisible();
  expect(within(row).getByRole('link', { name: 'Open port 4711' })).toHaveAttribute('href', 'http://localhost:4711/');

  act(() => applySidecar(cache, makeSidecar({}, { state: 'backoff', reason: 'It ended with signal 9.', ports: [], tries: 2, restarts: 1, lastErrors: ['no config'] })));
  expect(await within(row).findByText('Trying again')).toBeVisible();
  expect(within(row).getByText(/It ended with signal 9\./)).toHaveTextContent('Try 2 comes soon.');
  expect(within(row).getByText('no config')).toBeVisible();
  expect(within(row).getByText('1 restart')).toBeVisible();
  act(() => applySidecar(cache, makeSidecar({ id: 's0', name: 'api' })));
  await waitFor(() => expect(screen.getAllByRole('group').map((one) => one.getAttribute('aria-label'))).toEqual(['api', 'search']));
});

test('a sidecar is added; what is wrong stands at its field', async () => {
  let tries = 0;
  const sent = answerWith({
    'GET /api/sidecars': () => ({ items: [] }),
    'POST /api/sidecars': () => {
      tries += 1;
      return tries === 1
        ? Response.json({ title: 'Invalid', status: 400, code: 'invalid_request', detail: 'Not stored.', errors: [{ path: 'name', message: 'Must have 1 to 60 letters.' }] }, { status: 400 })
        : { sidecar: makeSidecar() };
    },
  });
  renderInApp(<SidecarsSection />);
  await userEvent.click(await screen.findByRole('button', { name: 'Add a sidecar' }));
  await userEvent.type(screen.getByLabelText('Command'), 'npm run search');
  await userEvent.type(screen.getByLabelText('Health address'), 'http://127.0.0.1:{{port}/');
  await userEvent.click(screen.getByRole('button', { name: 'Add and start' }));
  expect(await screen.findByText('Must have 1 to 60 letters.')).toBeVisible();

  await userEvent.type(screen.getByLabelText('Name'), 'search');
  await userEvent.click(screen.getByRole('button', { name: 'Add and start' }));
  expect(await screen.findByRole('group', { name: 'search' })).toBeVisible();
  expect(sent.at(-1)?.body).toEqual({ name: 'search', autoStart: true, definition: { command: 'npm run search', health: { url: 'http://127.0.0.1:{port}/' } } });
});

test('it is stopped, started and restarted by its buttons', async () => {
  const sent = answerWith({
    'GET /api/sidecars': () => ({ items: [makeSidecar()] }),
    'POST /api/sidecars/s1/stop': () => ({ sidecar: makeSidecar({}, { state: 'stopped', ports: [] }) }),
    'POST /api/sidecars/s1/start': () => ({ sidecar: makeSidecar() }),
    'POST /api/sidecars/s1/restart': () => ({ sidecar: makeSidecar() }),
  });
  renderInApp(<SidecarsSection />);
  await userEvent.click(await screen.findByRole('button', { name: 'Stop search' }));
  expect(await screen.findByText('Stopped')).toBeVisible();
  expect(screen.queryByRole('link')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Start search' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Restart search' }));
  await waitFor(() => expect(sent.map((one) => one.operation)).toContain('POST /api/sidecars/s1/restart'));
});

test('its log goes on while it is open', async () => {
  let asked = 0;
  answerWith({
    'GET /api/sidecars': () => ({ items: [makeSidecar()] }),
    'GET /api/sidecars/s1/log': (_body: unknown, url: URL) => {
      asked += 1;
      if (asked === 1) return { lines: [{ number: 1, source: 'output', text: '\u001b[32mfirst\u001b[0m', continues: false }], next: 2 };
      if (asked === 2 && url.searchParams.get('from') === '2') return { lines: [{ number: 2, source: 'error', text: 'second', continues: false }], next: 3 };
      return { lines: [], next: 3 };
    },
  });
  renderInApp(<SidecarsSection />);
  await userEvent.click(await screen.findByRole('button', { name: 'Show the log of search' }));
  const log = await screen.findByRole('log', { name: 'Log of search' });
  expect(await within(log).findByText('second')).toBeVisible();
  expect(within(log).getByText('first')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Hide the log of search' }));
  expect(screen.queryByRole('log')).toBeNull();
});
