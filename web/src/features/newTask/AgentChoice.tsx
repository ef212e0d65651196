import { useState } from 'react';
import type { AgentView, PermissionMode } from '@/api';
import { agentRefusal } from '@/features/agents';
import { t } from '@/shared/lib/strings';
import { agentName, AgentPlate, Input, Select } from '@/shared/ui';

type Look = 'filter' | 'quiet';

export function AgentSelect({ agents, value, onChange, look = 'filter' }: { agents: readonly AgentView[]; value: string; onChange: (kind: string) => void; look?: Look }) {
  const name = agents.find((agent) => agent.kind === value)?.name ?? agentName(value);
  // What is not on the machine is found in the settings; here it would be in the way.
  const offered = agents.filter((agent) => agent.installed || agent.kind === value);
  return (
    <Select
      look={look}
      label={t('newTask.agent')}
      value={value}
      onChange={onChange}
      options={offered.map((agent) => ({ value: agent.kind, label: <><AgentPlate kind={agent.kind} decorative />{agent.name}</>, hint: agent.version, refused: agentRefusal(agent) }))}
      shown={<><AgentPlate kind={value} decorative />{name}</>}
    />
  );
}

const other = '\u0000other';

/** The agent's models, its default, or any other by name. */
export function ModelSelect({ agent, value, onChange, look = 'filter' }: { agent: AgentView | undefined; value: string; onChange: (model: string) => void; look?: Look }) {
  const [writing, setWriting] = useState(false);
  const models = agent?.models ?? [];
  if (models.length === 0 && value === '' && (agent?.kind === 'demo' || agent?.capabilities?.models === false)) return null;
  if (writing) {
    return (
      <span style={{ width: 160 }}>
        <Input
          small
          // The person has just asked to name a model.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          aria-label={t('newTask.model')}
          placeholder={t('newTask.model')}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onBlur={() => setWriting(false)}
        />
      </span>
    );
  }
  return (
    <Select
      look={look}
      label={t('newTask.model')}
      value={value}
      onChange={(next) => {
        if (next === other) setWriting(true);
        else onChange(next);
      }}
      options={[{ value: '', label: t('newTask.model.default') }, ...models.map((model) => ({ value: model, label: model })), ...(value === '' || models.includes(value) ? [] : [{ value, label: value }]), { value: other, label: t('newTask.model.other') }]}
      shown={value === '' ? t('newTask.model.default') : value}
    />
  );
}

const modes: readonly PermissionMode[] = ['plan', 'ask', 'accept_edits', 'bypass'];

export function ModeSelect({ agent, value, onChange, look = 'filter' }: { agent: AgentView | undefined; value: PermissionMode; onChange: (mode: PermissionMode) => void; look?: Look }) {
  const offered = agent === undefined || agent.modes.length === 0 ? modes : modes.filter((mode) => agent.modes.includes(mode));
  return (
    <Select
      look={look}
      label={t('newTask.mode')}
      value={value}
      onChange={onChange}
      options={offered.map((mode) => ({ value: mode, label: t(`mode.${mode}`), hint: t(`mode.${mode}.hint`) }))}
      shown={t(`mode.${value}`)}
    />
  );
}
