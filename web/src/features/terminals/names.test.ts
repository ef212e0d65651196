import { expect, test } from 'vitest';
import { nameOf } from './names';

test('a given name comes first, then what the program says, then the shell', () => {
  const shell = '/usr/bin/bash';
  expect(nameOf({ shell, name: 'server', title: 'vim' })).toBe('server');
  expect(nameOf({ shell, title: 'vim README.md' })).toBe('vim README.md');
  expect(nameOf({ shell })).toBe('bash');
  expect(nameOf({ shell, name: '', title: ' ' })).toBe('bash');
});

test('of whereabouts only the folder is said', () => {
  const shell = '/bin/bash';
  expect(nameOf({ shell, title: 'ada@quay: ~/src/shop' })).toBe('shop');
  expect(nameOf({ shell, title: 'ada@quay: ~' })).toBe('~');
  expect(nameOf({ shell, title: 'root@quay:/' })).toBe('/');
});
