import { Lock, RefreshCw } from 'lucide-react';
import { describeError } from '@/api';
import { AgentLine, isReady, needsCommand, useAgents, useProbeAgents } from '@/features/agents';
import { cx } from '@/shared/lib/cx';
import { t } from '@/shared/lib/strings';
import { AgentPlate, Button, ErrorNote, Icon, Panel, Skeleton } from '@/shared/ui';

/** What the probe found, with the exact next step where one is missing. */
export function AgentStep({ value, onChange }: { value: string; onChange: (kind: string) => void }) {
  const { agents, isPending, error, refetch } = useAgents();
  const probe = useProbeAgents();
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
      {agents.filter((agent) => !needsCommand(agent.kind)).map((agent) => {
        const ready = isReady(agent);
        return (
          <label key={agent.kind} className={cx('pick', !ready && 'pick--off')}>
            {ready ? <input className="radio" type="radio" name="agent" checked={agent.kind === value} onChange={() => onChange(agent.kind)} /> : <span style={{ width: 16 }} />}
            <AgentPlate kind={agent.kind} large decorative />
            <span className="grow">
              <span className={cx('medium', !ready && 'soft')}>{agent.name}</span> <span className="muted xs num">{agent.version}</span>
              <span className="xs soft pick__line"><AgentLine agent={agent} /></span>
            </span>
          </label>
        );
      })}
    </Panel>
  );
}
