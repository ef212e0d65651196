import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { answerWith, makeAgent, renderInApp } from '@/app/testing';
import { AgentStep } from './AgentStep';

afterEach(() => vi.unstubAllGlobals());

test('the start lists what is there first and folds the rest', async () => {
  answerWith({
    'GET /api/agents': () => ({
      items: [
        makeAgent(),
        makeAgent({ kind: 'codex', name: 'Codex', login: 'logged_out', loginCommand: 'codex login' }),
        makeAgent({ kind: 'pi', name: 'pi', modes: ['bypass'] }),
        makeAgent({ kind: 'qwen', name: 'Qwen Code', installed: false, installCommand: 'npm install -g @qwen-code/qwen-code' }),
      ],
    }),
  });
  const chosen = vi.fn();
  renderInApp(<AgentStep value="claude_code" onChange={chosen} />);
  expect(await screen.findByRole('radio', { name: /Claude Code/ })).toBeChecked();
  expect(screen.queryByRole('radio', { name: /Codex/ })).toBeNull();
  await userEvent.click(screen.getByRole('radio', { name: /^pi/ }));
  expect(chosen).toHaveBeenCalledWith('pi');
  expect(screen.getByText('1 more that is not installed').closest('details')).not.toHaveAttribute('open');
});
