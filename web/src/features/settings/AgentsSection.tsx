import { RefreshCw } from 'lucide-react';
import { describeError, type AgentView } from '@/api';
import { AgentLine, AgentSteps, isReady, MoreAgents, useAgents, useProbeAgents } from '@/features/agents';
import { t } from '@/shared/lib/strings';
import { AgentPlate, Button, Chip, ErrorNote, MiddlePath, RelativeTime, Skeleton, StateGlyph } from '@/shared/ui';
import { Section } from './Section';
import { TerminalAgents } from './TerminalAgents';

function AgentRow({ agent }: { agent: AgentView }) {
  const ready = isReady(agent);
  return (
    <div className="set-agent">
      <div className="set-row">
        <AgentPlate kind={agent.kind} large decorative />
        <div className="grow" style={{ minWidth: 0 }}>
          <div className="row">
            <span className="medium">{agent.name}</span>
            <span className="muted xs num">{agent.version}</span>
          </div>
          {agent.installed && <p className="xs soft pick__line"><AgentLine agent={agent} short /></p>}
          {agent.path !== undefined && <p className="xs muted mono pick__line"><MiddlePath path={agent.path} /></p>}
          {agent.installed && agent.models.length > 0 && <p className="xs muted">{t('settings.agents.models', { models: agent.models.join(', ') })}</p>}
        </div>
        {ready ? (
          <Chip tone="done"><StateGlyph state="approved" decorative />{t('settings.agents.ready')}</Chip>
        ) : (
          <Chip>{t(!agent.installed ? 'settings.agents.missing' : agent.needsVersion === undefined ? 'settings.agents.login' : 'settings.agents.update')}</Chip>
        )}
      </div>
      <AgentSteps agent={agent} />
    </div>
  );
}

export function AgentsSection() {
  const { agents, isPending, error, refetch } = useAgents();
  const probe = useProbeAgents();
  // Registered programs have a list of their own.
  const listed = agents.filter((agent) => !agent.kind.startsWith('terminal:') || agent.kind === 'terminal:aider');
  const there = listed.filter((agent) => agent.installed);
  const others = listed.filter((agent) => !agent.installed);
  const probed = agents.map((agent) => agent.probedAt).toSorted().at(0);
  return (
    <Section
      title={t('settings.agents')}
      lede={t('settings.agents.lede')}
      actions={
        <>
          {probed !== undefined && <span className="xs muted" style={{ alignSelf: 'center' }}>{t('settings.agents.checked')} <RelativeTime at={probed} /></span>}
          <Button icon={RefreshCw} busy={probe.isPending} onClick={() => probe.mutate()}>{t('settings.agents.again')}</Button>
        </>
      }
    >
      {(error ?? probe.error) !== null && <ErrorNote error={describeError(error ?? probe.error)} onRetry={() => void refetch()} />}
      <div className="panel">
        {isPending && <Skeleton />}
        {there.map((agent) => <AgentRow key={agent.kind} agent={agent} />)}
      </div>
      <TerminalAgents />
      {others.length > 0 && (
        <div className="panel set-later">
          <MoreAgents number={others.length} open>
            {others.map((agent) => <AgentRow key={agent.kind} agent={agent} />)}
          </MoreAgents>
        </div>
      )}
    </Section>
  );
}
