import { fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { count, t } from '@/shared/lib/strings';
import { formatAge, formatMoney, formatSpan } from '@/shared/lib/time';
import { Button, ErrorNote, ResizablePanes, roleOf, StateGlyph, stateLabel, TooltipProvider } from '.';
import { Markdown } from './Markdown';

test('every state has a name of its own', () => {
  const states = ['draft', 'blocked', 'queued', 'running', 'waiting', 'interrupted', 'in_review', 'approved', 'pr_open', 'done', 'failed', 'rejected', 'cancelled'] as const;
  expect(new Set(states.map((state) => stateLabel(state))).size).toBe(states.length);
  expect(stateLabel('waiting', 'plan')).toBe('Needs you: plan');
  expect(roleOf('pr_open')).toBe('review');
  render(<StateGlyph state="waiting" reason="limit" />);
  expect(screen.getByRole('img', { name: 'Needs you: limit' })).toBeVisible();
});

test('a refused button says why, stays focusable and does nothing', async () => {
  const pressed = vi.fn();
  render(<TooltipProvider><Button refused="Nothing to merge" onClick={pressed}>Merge</Button></TooltipProvider>);
  await userEvent.tab();
  expect(screen.getByRole('button', { name: 'Merge' })).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  expect(pressed).not.toHaveBeenCalled();
  expect(await screen.findByRole('tooltip')).toHaveTextContent('Nothing to merge');
});

test('an error shows what, why, next, its code and every wrong field', () => {
  render(<TooltipProvider><ErrorNote error={{ title: 'Not added', why: 'It is no repository.', next: 'Pick another.', code: 'repository_invalid', errors: [{ path: 'path', message: 'must be absolute' }] }} /></TooltipProvider>);
  const note = screen.getByRole('alert');
  for (const part of ['Not added', 'It is no repository.', 'Pick another.', 'repository_invalid', 'must be absolute']) expect(note).toHaveTextContent(part);
});

test('tags in prose are shown as they were written', () => {
  const { container } = render(<TooltipProvider><Markdown text={'Wrap it in <Suspense> please.\n\n<details>\nall of it\n\n- one<br>two\n- <b>\n\n<!-- not this -->'} /></TooltipProvider>);
  expect(container).toHaveTextContent('Wrap it in <Suspense> please. <details> all of it one two <b>');
  expect(container.querySelectorAll('br')).toHaveLength(1);
  expect(container).not.toHaveTextContent('not this');
});

test('Markdown of an agent can run nothing and load nothing', () => {
  const { container } = render(<TooltipProvider><Markdown text={'<script>alert(1)</script><img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) ![pic](https://evil.example/p.png)\n\n```ts\nconst a = 1;\n```'} /></TooltipProvider>);
  expect(container.querySelector('script, img')).toBeNull();
  expect(container.querySelector('a')?.getAttribute('href') ?? '').not.toContain('javascript:');
  expect(container.querySelector('pre code')).toHaveTextContent('const a = 1;');
});

test('panes are resized by keyboard and remembered', () => {
  const panes = <ResizablePanes name="test" initial={30} left="Left" right="Right" />;
  const first = render(panes);
  fireEvent.keyDown(screen.getByRole('slider'), { code: 'ArrowRight' });
  expect(screen.getByRole('slider')).toHaveAttribute('aria-valuenow', '32');
  first.unmount();
  render(panes);
  expect(screen.getByRole('slider')).toHaveAttribute('aria-valuenow', '32');
});

test('measured things are written with their unit', () => {
  const now = Date.UTC(2026, 10, 20, 12);
  expect(formatAge(now - 20_000, now)).toBe('now');
  expect(formatAge(now - 240_000, now)).toBe('4 min');
  expect(formatAge(now - 7_200_000, now)).toBe('2 h');
  expect(formatSpan(3400)).toBe('3.4 s');
  expect(formatSpan(134_000)).toBe('2m 14s');
  expect(formatSpan(3_725_000)).toBe('1h 02m');
  expect(formatMoney(1.839)).toBe('$1.84');
  expect(formatMoney(0.015)).toBe('$0.015');
  expect(formatMoney(0.5)).toBe('$0.50');
  expect(formatMoney(0.0004)).toBe('<$0.001');
});

test('texts take values and plurals', () => {
  expect(count('needs', 1)).toBe('1 needs you');
  expect(count('needs', 3)).toBe('3 need you');
  expect(t('card.menu', { title: 'X' })).toBe('Actions for X');
});
