import { Plus, X } from 'lucide-react';
import type { AgentView } from '@/api';
import { needsCommand } from '@/features/agents';
import { IsolationSelect } from '@/features/isolation';
import { t } from '@/shared/lib/strings';
import { Button, IconButton, Input } from '@/shared/ui';
import { AgentSelect, ModelSelect, ModeSelect } from './AgentChoice';
import { fewestRunners, mostRunners, nextRunner, racersOf, type Runner } from './race';
import type { Draft, Resolved, RunnerDraft } from './useDraft';

function RunnerRow({ number, runner, agents, removable, onChange, onRemove }: { number: number; runner: Runner; agents: readonly AgentView[]; removable: boolean; onChange: (part: Partial<RunnerDraft>) => void; onRemove: () => void }) {
  return (
    <li className="newtask__runner" aria-label={t('races.form.runner', { number })}>
      <span className="newtask__number" aria-hidden="true">{number}</span>
      <span className="newtask__who">
        <AgentSelect agents={agents} value={runner.agentType} onChange={(agentType) => onChange({ agentType, model: '', command: '' })} />
        <ModelSelect agent={runner.agent} value={runner.model} onChange={(model) => onChange({ model })} />
        <ModeSelect agent={runner.agent} value={runner.mode} onChange={(mode) => onChange({ mode })} />
        <IsolationSelect value={runner.isolation} without="in_place" onChange={(isolation) => onChange({ isolation })} />
        {needsCommand(runner.agentType) && <Input aria-label={t('newTask.command')} placeholder={t('newTask.command.hint')} value={runner.command} onChange={(event) => onChange({ command: event.target.value })} />}
      </span>
      <IconButton icon={X} size="sm" label={t('races.form.remove', { number })} refused={removable ? undefined : t('races.form.fewest')} onClick={onRemove} />
    </li>
  );
}

/** Who races, and what judges them. */
export function RaceForm({ draft, resolved, runners, agents, onChange }: { draft: Draft; resolved: Resolved; runners: readonly Runner[]; agents: readonly AgentView[]; onChange: (part: Partial<Draft>) => void }) {
  const change = (index: number, part: Partial<RunnerDraft>) => onChange({ runners: draft.runners.map((runner, at) => (at === index ? { ...runner, ...part } : runner)) });
  const add = () => onChange({ runners: [...draft.runners, nextRunner(draft, runners.map((runner) => runner.agentType), agents, resolved)] });
  return (
    <>
      <ol className="newtask__runners" aria-label={t('races.runners')}>
        {runners.map((runner, index) => (
          <RunnerRow
            // Runners have no other name than their place.
            // oxlint-disable-next-line react/no-array-index-key
            key={index}
            number={index + 1}
            runner={runner}
            agents={racersOf(agents)}
            removable={runners.length > fewestRunners}
            onChange={(part) => change(index, part)}
            onRemove={() => onChange({ runners: draft.runners.toSpliced(index, 1) })}
          />
        ))}
      </ol>
      <div className="newtask__judge">
        <Button size="sm" icon={Plus} refused={runners.length >= mostRunners ? t('races.form.most') : undefined} onClick={add}>{t('races.form.add')}</Button>
        <label className="newtask__verify xs">
          <span className="muted nowrap">{t('races.form.verify')}</span>
          <textarea rows={1} className="input mono grow race-command" spellCheck={false} autoCapitalize="off" placeholder={t('races.form.verify.placeholder')} value={draft.verify ?? resolved.project?.scripts.verify ?? ''} onChange={(event) => onChange({ verify: event.target.value })} />
        </label>
      </div>
    </>
  );
}
