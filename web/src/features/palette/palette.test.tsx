import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { answerWith, makeProject, makeTask, renderInApp } from '@/app/testing';
import { Route, Routes } from 'react-router';
import { Palette } from './Palette';

afterEach(() => vi.unstubAllGlobals());

function open(start = '', at = '/board') {
  const closed = vi.fn();
  const sent = answerWith({
    'GET /api/projects': () => ({ items: [makeProject()] }),
    'GET /api/tasks': () => ({ items: [makeTask({ state: 'running' }), makeTask({ id: 't2', title: 'Round half to even' })] }),
    'POST /api/tasks/t1/stop': () => ({ task: makeTask({ state: 'interrupted', version: 2 }) }),
  });
  renderInApp(<Routes><Route path="*" element={<Palette start={start} onClose={closed} />} /></Routes>, at);
  return { closed, sent };
}

test('a task is found by words and opened with Enter', async () => {
  const { closed } = open();
  await screen.findByRole('option', { name: /Fix the export/ });
  await userEvent.keyboard('half even');
  await waitFor(() => expect(screen.queryByRole('option', { name: /Fix the export/ })).toBeNull());
  await userEvent.keyboard('{Enter}');
  expect(closed).toHaveBeenCalled();
  expect(screen.getByLabelText('address')).toHaveTextContent('/tasks/t2');
});

test('> shows commands only, # tasks only, @ projects only', async () => {
  open('#');
  await screen.findByRole('option', { name: /Round half/ });
  expect(screen.queryByRole('option', { name: /createUnitTask/ })).toBeNull();
  await userEvent.keyboard('{Backspace}>');
  expect(await screen.findByRole('option', { name: /createUnitTask/ })).toBeVisible();
  expect(screen.queryByRole('option', { name: /Round half/ })).toBeNull();
  await userEvent.keyboard('{Backspace}@quill');
  expect(await screen.findByRole('option', { name: 'Board of Quill API' })).toBeVisible();
});

test('on a task its operations come first, and what cannot be done now says why', async () => {
  const { sent } = open('', '/tasks/t1');
  const stop = await screen.findByRole('option', { name: /Stop “Fix the export”/ });
  expect(screen.getByRole('option', { name: /Resume/ })).toHaveAttribute('aria-disabled', 'true');
  expect(screen.getByRole('option', { name: /Resume/ })).toHaveTextContent('it was not interrupted');
  await userEvent.click(stop);
  await waitFor(() => expect(sent.some((one) => one.operation === 'POST /api/tasks/t1/stop')).toBe(true));
});

test('what matches nothing says how to look further', async () => {
  open();
  await userEvent.keyboard('zzzz');
  expect(await screen.findByText(/Nothing matches/)).toBeVisible();
});
