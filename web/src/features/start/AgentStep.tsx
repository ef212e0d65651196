import { Lock, RefreshCw } from 'lucide-react';
import { describeError, type AgentView } from '@/api';
import { AgentLine, isReady, MoreAgents, needsCommand, useAgents, useProbeAgents } from '@/features/agents';
import { cx } from '@/shared/lib/cx';
import { t } from '@/shared/lib/strings';
import { AgentPlate, Button, CopyButton, ErrorNote, Icon, Panel, Skeleton } from '@/shared/ui';

function AgentChoice({ agent, value, onChange }: { agent: AgentView; value: string; onChange: (kind: string) => void }) {
  const ready = isReady(agent);
  const command = agent.installed && agent.needsVersion === undefined ? agent.loginCommand : agent.installCommand;
  return (
    <div className={cx('pick', !ready && 'pick--off')}>
      <label className="pick__choice">
        {ready ? <input className="radio" type="radio" name="agent" checked={agent.kind === value} onChange={() => onChange(agent.kind)} /> : <span style={{ width: 16 }} />}
        <AgentPlate kind={agent.kind} large decorative />
        <span className="grow">
          <span className={cx('medium', !ready && 'soft')}>{agent.name}</span> <span className="muted xs num">{agent.version}</span>
          <span className="xs soft pick__line"><AgentLine agent={agent} /></span>
        </span>
      </label>
      {!ready && command !== undefined && <CopyButton text={command} label={t('agent.step.copy', { name: agent.name })} />}
    </div>
  );
}

/** What the probe found, with the exact next step where one is missing. */
export function AgentStep({ value, onChange }: { value: string; onChange: (kind: string) => void }) {
  const { agents, isPending, error, refetch } = useAgents();
  const probe = useProbeAgents();
  const named = agents.filter((agent) => !needsCommand(agent.kind));
  const there = named.filter((agent) => agent.installed);
  const others = named.filter((agent) => !agent.installed);
  return (
    <Panel
      aria-label={t('start.agent')}
      head={
        <>
          <span className="step">1</span>
          <h2 className="h2">{t('start.agent')}</h2>
          <span className="muted xs">{t('start.agent.found')}</span>
          <Button kind="ghost" size="sm" className="end" icon={RefreshCw} busy={probe.isPending} onClick={() => probe.mutate()}>{t('start.agent.again')}</Button>
        </>
      }
      foot={<><Icon shape={Lock} size={14} />{t('start.agent.foot')}</>}
    >
      {isPending && <Skeleton />}
      {error !== null && <ErrorNote look="empty" error={describeError(error)} onRetry={() => void refetch()} />}
      {there.map((agent) => <AgentChoice key={agent.kind} agent={agent} value={value} onChange={onChange} />)}
      <MoreAgents number={others.length} open={!there.some((agent) => agent.kind !== 'demo')}>
        {others.map((agent) => <AgentChoice key={agent.kind} agent={agent} value={value} onChange={onChange} />)}
      </MoreAgents>
    </Panel>
  );
}
