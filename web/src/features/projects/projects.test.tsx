import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { answerWith, renderInApp } from '@/app/testing';
import { FolderPicker } from './FolderPicker';
import { mergeById } from './queries';
import { readPlace } from './useAddRepository';

afterEach(() => vi.unstubAllGlobals());

test('what is typed is a clone URL, a path, or words to find by', () => {
  expect(readPlace('https://example.org/a/b.git')).toMatchObject({ kind: 'url', request: { remoteUrl: 'https://example.org/a/b.git' } });
  expect(readPlace('git@example.org:a/b.git')).toMatchObject({ kind: 'url' });
  expect(readPlace(' /srv/my repo ')).toEqual({ kind: 'path', request: { path: '/srv/my repo' } });
  expect(readPlace('C:\\src\\x')).toMatchObject({ kind: 'path' });
  expect(readPlace('quill')).toEqual({ kind: 'words' });
});

test('a project of an older version does not come back', () => {
  const known = [{ id: 'a', version: 3 }];
  expect(mergeById(known, { id: 'a', version: 2 })).toBe(known);
  expect(mergeById(known, { id: 'b', version: 1 })).toHaveLength(2);
});

test('a folder that cannot be read says why and leads back', async () => {
  answerWith({
    'GET /api/browse/roots': () => ({ items: ['/home'] }),
    'GET /api/browse/list': () => Response.json({ title: 'Not allowed', status: 403, code: 'path_not_allowed', detail: 'Only folders under /home can be browsed.' }, { status: 403 }),
  });
  renderInApp(<FolderPicker onPick={() => undefined} />);
  expect(await screen.findByRole('alert')).toHaveTextContent('Only folders under /home can be browsed.');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
});
