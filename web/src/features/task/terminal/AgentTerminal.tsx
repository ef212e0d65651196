import { SquareTerminal } from 'lucide-react';
import { useCallback, useRef } from 'react';
import type { TerminalView, UnitTaskView } from '@/api';
import { TerminalFrame, useTerminals } from '@/features/terminals/lazy';
import { t } from '@/shared/lib/strings';
import { Banner, EmptyState, Skeleton } from '@/shared/ui';

/** What became of the program; how it goes on is the task's next step. */
function Afterwards({ terminal }: { terminal: TerminalView }) {
  if (terminal.state === 'running') return null;
  if (terminal.state === 'lost') return <Banner bar state="interrupted"><b className="strong">{t('agentTerminal.lost')}</b> <span className="soft">{t('agentTerminal.lost.why')}</span></Banner>;
  return (
    <Banner bar state={terminal.exitCode === 0 ? 'done' : 'cancelled'}>
      <b className="strong">{t('agentTerminal.ended')}</b>{' '}
      <span className="soft">{terminal.exitCode === undefined ? t('agentTerminal.ended.unknown') : t('agentTerminal.ended.code', { code: terminal.exitCode })}</span>
    </Banner>
  );
}

/** The terminal in which a task's agent works. Its id is the session's; each start of the program is a screen of its own. */
export function AgentTerminal({ task }: { task: UnitTaskView }) {
  const { terminals, isPending } = useTerminals({ taskId: task.id }, 'agent');
  const pane = useRef<HTMLDivElement>(null);
  const leave = useCallback(() => pane.current?.focus(), []);
  const terminal = terminals.find((one) => one.id === task.sessionId) ?? terminals.at(-1);
  if (isPending) return <Skeleton />;
  if (terminal === undefined || terminal.version === 0) {
    return <EmptyState icon={SquareTerminal} className="grow justify-center" title={t('agentTerminal.none')}>{t('agentTerminal.none.why')}</EmptyState>;
  }
  return (
    <div className="aterm__screen" ref={pane} tabIndex={-1}>
      <TerminalFrame
        key={`${terminal.id} ${terminal.createdAt}`}
        terminal={terminal}
        isShown
        focusAsked={0}
        findAsked={0}
        onLeave={leave}
        onSize={() => undefined}
        afterwards={<Afterwards terminal={terminal} />}
      />
    </div>
  );
}
