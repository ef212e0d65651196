import { SquareTerminal } from 'lucide-react';
import type { AgentView } from '@/api';
import { useProjects } from '@/features/projects';
import { useOpenTerminal } from '@/features/terminals';
import { t } from '@/shared/lib/strings';
import { Button, CopyButton } from '@/shared/ui';
import { needsCommand } from './queries';

function CommandStep({ agent, label, command, hint, terminal }: { agent: AgentView; label: string; command: string; hint?: string | undefined; terminal: boolean }) {
  const { projects } = useProjects();
  const open = useOpenTerminal();
  const project = projects[0];
  return (
    <div className="agent-step">
      <span className="agent-step__label xs muted">{label}</span>
      <code className="agent-step__command">{command}</code>
      <CopyButton text={command} label={t('agent.step.copy', { name: agent.name })} />
      {terminal && project !== undefined && (
        <Button
          size="sm"
          kind="ghost"
          icon={SquareTerminal}
          title={t('agent.step.terminalHint')}
          onClick={() => {
            // A terminal that opens without the command in the clipboard is still of use.
            void navigator.clipboard?.writeText(command).catch(() => undefined);
            open({ projectId: project.id }, t('agent.step.terminalName', { name: agent.name }));
          }}
        >
          {t('agent.step.terminal', { project: project.name })}
        </Button>
      )}
      {hint !== undefined && hint !== command && <p className="agent-step__hint xs muted">{hint.split('`').map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))}</p>}
    </div>
  );
}

/** The commands that make an agent ready, each to copy or to run in a terminal. Nothing where all is done. */
export function AgentSteps({ agent }: { agent: AgentView }) {
  if (needsCommand(agent.kind)) return null;
  const install = agent.installCommand;
  const mustInstall = !agent.installed || agent.needsVersion !== undefined;
  const mustLogIn = agent.login === 'logged_out' || agent.login === 'unknown';
  if (!mustInstall && !mustLogIn) return null;
  return (
    <div className="agent-steps">
      {mustInstall && install !== undefined && (
        <CommandStep agent={agent} label={t(agent.installed ? 'agent.step.update' : 'agent.step.install')} command={install} terminal />
      )}
      {mustLogIn && agent.loginCommand !== undefined && (
        <CommandStep agent={agent} label={t('agent.step.login')} command={agent.loginCommand} hint={agent.loginHint} terminal={agent.installed} />
      )}
    </div>
  );
}
