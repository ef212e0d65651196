import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call, describeError, type TerminalAgentView } from '@/api';
import { agentQueries, useAgents } from '@/features/agents';
import { toastError } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { joinWords } from '@/shared/lib/words';
import { AgentPlate, Button, Chip, ErrorNote, IconButton, Skeleton } from '@/shared/ui';
import { settingsQueries } from './queries';
import { TerminalAgentForm } from './TerminalAgentForm';

function Row({ agent, installed, onEdit }: { agent: TerminalAgentView; installed: boolean; onEdit: () => void }) {
  const cache = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call('removeTerminalAgent', { id: agent.id }),
    onSuccess: () => Promise.all([cache.invalidateQueries({ queryKey: settingsQueries.terminalAgents().queryKey }), cache.invalidateQueries({ queryKey: agentQueries.all })]),
    onError: toastError,
  });
  return (
    <div className="set-row" role="group" aria-label={agent.name}>
      <AgentPlate kind={agent.kind} large decorative />
      <div className="grow" style={{ minWidth: 0 }}>
        <div className="row wrap" style={{ gap: 8 }}>
          <span className="medium">{agent.name}</span>
          {!installed && <Chip>{t('settings.agents.missing')}</Chip>}
        </div>
        <code className="muted trunc" style={{ display: 'block' }}>{joinWords(agent.command)}</code>
        <p className="xs muted">
          {t(`terminalAgents.first.${agent.firstPrompt}.says`)}
          {agent.environmentNames.length > 0 && ` ${t('terminalAgents.sets', { names: agent.environmentNames.join(', ') })}`}
        </p>
      </div>
      <div className="row row-tight">
        <IconButton icon={Pencil} size="sm" label={t('terminalAgents.edit', { name: agent.name })} onClick={onEdit} />
        <IconButton icon={Trash2} size="sm" label={t('terminalAgents.remove', { name: agent.name })} busy={remove.isPending} onClick={() => remove.mutate()} />
      </div>
    </div>
  );
}

/** Programs that a person registered as agents in a terminal. */
export function TerminalAgents() {
  const { data, error, refetch } = useQuery(settingsQueries.terminalAgents());
  const { agents } = useAgents();
  const [editing, setEditing] = useState<string>();
  const close = () => setEditing(undefined);
  return (
    <section className="col" style={{ gap: 8, marginTop: 24 }} aria-labelledby="terminal-agents">
      <div className="row">
        <div className="grow">
          <h2 className="h3" id="terminal-agents">{t('terminalAgents.title')}</h2>
          <p className="xs soft">{t('terminalAgents.lede')}</p>
        </div>
        <Button icon={Plus} onClick={() => setEditing('new')}>{t('terminalAgents.add')}</Button>
      </div>
      {error !== null && <ErrorNote error={describeError(error)} onRetry={() => void refetch()} />}
      {(data === undefined || data.length > 0 || editing === 'new') && (
        <div className="panel commands">
          {editing === 'new' && <TerminalAgentForm agent={undefined} onClose={close} />}
          {data === undefined && error === null && <Skeleton />}
          {data?.map((agent) => (
            editing === agent.id
              ? <TerminalAgentForm key={agent.id} agent={agent} onClose={close} />
              : <Row key={agent.id} agent={agent} installed={agents.find((one) => one.kind === agent.kind)?.installed !== false} onEdit={() => setEditing(agent.id)} />
          ))}
        </div>
      )}
    </section>
  );
}
