import { ArrowRightLeft } from 'lucide-react';
import { useState } from 'react';
import { call, type HandOverContext, type UnitTaskView } from '@/api';
import { agentRefusal, needsCommand, useAgents, worksInTerminal } from '@/features/agents';
import { useTaskAction } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { agentName, AgentPlate, Button, Icon, Segmented, Select } from '@/shared/ui';

const contexts: readonly HandOverContext[] = ['summary', 'conversation', 'nothing'];

/** Lets another agent go on: who, and what it learns. What is written in the composer is the first thing it is told. */
export function HandOver({ task, prompt, onDone, onClose }: { task: UnitTaskView; prompt: string; onDone: () => void; onClose: () => void }) {
  const { agents } = useAgents();
  const action = useTaskAction();
  const others = agents.filter((agent) => !needsCommand(agent.kind));
  const [kind, setKind] = useState<string>();
  const [model, setModel] = useState('');
  // A program in a terminal writes no summary.
  const offered = contexts.filter((one) => one !== 'summary' || !worksInTerminal(task.agentType, agents.find((agent) => agent.kind === task.agentType)));
  const [chosenContext, setContext] = useState<HandOverContext>('summary');
  const context = offered.includes(chosenContext) ? chosenContext : 'conversation';
  const chosen = others.find((agent) => agent.kind === kind) ?? others.find((agent) => agent.kind !== task.agentType && agentRefusal(agent) === undefined) ?? others.find((agent) => agent.kind === task.agentType) ?? others[0];
  const handOver = () => {
    if (chosen === undefined) return;
    action.mutate(async () => {
      const answer = await call('handOverTask', { taskId: task.id, agentType: chosen.kind, context, prompt: prompt.trim() === '' ? t('handOver.goOn') : prompt.trim(), ...(model === '' ? {} : { model }) });
      // Here, because the task is at work as soon as it is known, and then this form is gone with its callbacks.
      onDone();
      return answer;
    });
  };
  return (
    <section className="wait handover" aria-label={t('handOver.title')}>
      <div className="row wrap">
        <Icon shape={ArrowRightLeft} size={14} />
        <b className="strong">{t('handOver.title')}</b>
        {chosen !== undefined && (
          <Select
            look="filter"
            label={t('handOver.agent')}
            value={chosen.kind}
            onChange={(next) => {
              setKind(next);
              setModel('');
            }}
            options={others.map((agent) => ({ value: agent.kind, label: <><AgentPlate kind={agent.kind} decorative />{agent.name}</>, refused: agentRefusal(agent) }))}
            shown={<><AgentPlate kind={chosen.kind} decorative />{chosen.name}</>}
          />
        )}
        {(chosen?.models.length ?? 0) > 0 && (
          <Select look="filter" label={t('composer.model')} value={model} onChange={setModel} options={[{ value: '', label: t('composer.modelDefault') }, ...(chosen?.models ?? []).map((value) => ({ value, label: value }))]} />
        )}
      </div>
      <div className="row wrap">
        <span className="xs muted">{t('handOver.knows')}</span>
        <Segmented label={t('handOver.knows')} value={context} onChange={setContext} options={offered.map((value) => ({ value, label: t(`handOver.${value}`) }))} />
      </div>
      <p className="xs muted">{t(`handOver.${context}.hint`, { agent: agentName(task.agentType) })}</p>
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button size="sm" kind="ghost" onClick={onClose}>{t('cancel')}</Button>
        <Button size="sm" kind="primary" busy={action.isPending} refused={chosen === undefined ? t('handOver.none') : agentRefusal(chosen)} onClick={handOver}>{t('handOver.do', { agent: chosen?.name ?? '' })}</Button>
      </div>
    </section>
  );
}
