import { RefreshCw } from 'lucide-react';
import { describeError, type AgentView } from '@/api';
import { AgentLine, isReady, useAgents, useProbeAgents } from '@/features/agents';
import { t } from '@/shared/lib/strings';
import { AgentPlate, Button, Chip, CopyButton, ErrorNote, MiddlePath, RelativeTime, Skeleton, StateGlyph } from '@/shared/ui';
import { Section } from './Section';

function AgentRow({ agent }: { agent: AgentView }) {
  const ready = isReady(agent);
  return (
    <div className="set-row">
      <AgentPlate kind={agent.kind} large decorative />
      <div className="grow" style={{ minWidth: 0 }}>
        <div className="row">
          <span className="medium">{agent.name}</span>
          <span className="muted xs num">{agent.version}</span>
        </div>
        <p className="xs soft pick__line"><AgentLine agent={agent} /></p>
        {agent.path !== undefined && <p className="xs muted mono pick__line"><MiddlePath path={agent.path} /></p>}
        {agent.models.length > 0 && <p className="xs muted">{t('settings.agents.models', { models: agent.models.join(', ') })}</p>}
      </div>
      {agent.nextStep !== undefined && !ready && <CopyButton text={agent.nextStep} />}
      {ready ? (
        <Chip tone="done"><StateGlyph state="approved" decorative />{t('settings.agents.ready')}</Chip>
      ) : (
        <Chip>{t(agent.installed ? 'settings.agents.login' : 'settings.agents.missing')}</Chip>
      )}
    </div>
  );
}

export function AgentsSection() {
  const { agents, isPending, error, refetch } = useAgents();
  const probe = useProbeAgents();
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
      <div className="panel">{isPending ? <Skeleton /> : agents.map((agent) => <AgentRow key={agent.kind} agent={agent} />)}</div>
    </Section>
  );
}
