import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { keycaps, useShortcut, useShortcutList, useShortcutListener } from './shortcuts';

function Keys({ keys, run, inFields }: { keys: string; run: () => void; inFields?: boolean }) {
  useShortcut({ keys, label: keys, group: 'Test', run, ...(inFields === undefined ? {} : { inFields }) });
  return null;
}

function Page({ children }: { children: React.ReactNode }) {
  useShortcutListener();
  const list = useShortcutList();
  return (
    <>
      {children}
      <textarea aria-label="Text" />
      <output>{list.map((one) => one.label).join(',')}</output>
    </>
  );
}

function press(code: string, init: KeyboardEventInit = {}, target: Element = document.body): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { code, bubbles: true, cancelable: true, ...init }));
}

test('a key runs by its place, whatever the layout writes there', () => {
  const run = vi.fn();
  render(<Page><Keys keys="KeyC" run={run} /></Page>);
  press('KeyC', { key: 'с' });
  expect(run).toHaveBeenCalledOnce();
  press('KeyC', { key: 'c', ctrlKey: true });
  expect(run).toHaveBeenCalledOnce();
});

test('single keys are dead in text fields, those with a modifier are not', async () => {
  const letter = vi.fn();
  const send = vi.fn();
  const { getByLabelText } = render(<Page><Keys keys="KeyC" run={letter} /><Keys keys="Mod+Enter" run={send} inFields /></Page>);
  await userEvent.click(getByLabelText('Text'));
  press('KeyC', {}, getByLabelText('Text'));
  press('Enter', { ctrlKey: true }, getByLabelText('Text'));
  expect(letter).not.toHaveBeenCalled();
  expect(send).toHaveBeenCalledOnce();
});

test('two keys in a row go somewhere', () => {
  const board = vi.fn();
  const alone = vi.fn();
  render(<Page><Keys keys="KeyG KeyB" run={board} /><Keys keys="KeyB" run={alone} /></Page>);
  press('KeyG');
  press('KeyB');
  expect(board).toHaveBeenCalledOnce();
  expect(alone).not.toHaveBeenCalled();
  press('KeyB');
  expect(alone).toHaveBeenCalledOnce();
});

test('single keys are dead while a dialog is open', () => {
  const run = vi.fn();
  render(<Page><Keys keys="KeyC" run={run} /><div role="dialog" /></Page>);
  press('KeyC');
  expect(run).not.toHaveBeenCalled();
});

test('everything that can be pressed is listed, and leaves the list with its screen', () => {
  const { getByRole, rerender } = render(<Page><Keys keys="KeyC" run={() => undefined} /></Page>);
  expect(getByRole('status')).toHaveTextContent('KeyC');
  rerender(<Page>{null}</Page>);
  expect(getByRole('status')).toHaveTextContent('');
});

test('keys are drawn as people know them', () => {
  expect(keycaps('Mod+KeyK')).toEqual(['Ctrl', 'K']);
  expect(keycaps('Shift+Slash')).toEqual(['?']);
  expect(keycaps('KeyG KeyI')).toEqual(['G', 'I']);
});
