import { expect, test } from 'vitest';
import type { ChangedFileView, FileDiffView } from '@/api';
import { fileRows } from './viewRows';

const layoutsOf = (status: ChangedFileView['status']) => {
  const file: ChangedFileView = { path: 'a.ts', status, added: 1, removed: 0, binary: false, viewed: false, uncommitted: false };
  const diff: FileDiffView = { file, truncated: false, hunks: [{ oldStart: 1, oldLines: 0, newStart: 1, newLines: 1, lines: [{ kind: 'added', newLine: 1, text: 'const a = 1;', noNewline: false }] }] };
  const rows = fileRows({ file, loaded: { state: 'loaded', diff, whole: false }, folded: false, layout: 'split', language: undefined, comments: [], editors: [] });
  return rows.flatMap((row) => (row.type === 'line' ? [row.layout] : []));
};

test('a file that is new or gone has no empty half', () => {
  expect([layoutsOf('added'), layoutsOf('untracked'), layoutsOf('deleted')].flat()).toEqual(['unified', 'unified', 'unified']);
  expect(layoutsOf('modified')).toEqual(['split']);
});
