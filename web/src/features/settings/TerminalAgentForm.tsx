import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, describeError, ProblemError, type FirstPrompt, type TerminalAgentView } from '@/api';
import { agentQueries } from '@/features/agents';
import { t } from '@/shared/lib/strings';
import { joinWords, splitWords } from '@/shared/lib/words';
import { Button, ErrorNote, Field, Input, Select } from '@/shared/ui';
import { settingsQueries } from './queries';
import { readVariables, writeVariables } from './variables';

const ways: readonly FirstPrompt[] = ['typed', 'argument', 'none'];

/** A program that is registered or changed, in its place in the list. */
export function TerminalAgentForm({ agent, onClose }: { agent: TerminalAgentView | undefined; onClose: () => void }) {
  const cache = useQueryClient();
  const [name, setName] = useState(agent?.name ?? '');
  const [line, setLine] = useState(joinWords(agent?.command ?? []));
  const [variables, setVariables] = useState(writeVariables(agent?.environmentNames ?? []));
  const [firstPrompt, setFirstPrompt] = useState<FirstPrompt>(agent?.firstPrompt ?? 'typed');
  const save = useMutation({
    mutationFn: () => {
      const fields = { name: name.trim(), command: splitWords(line), environment: readVariables(variables), firstPrompt };
      return agent === undefined ? call('addTerminalAgent', fields) : call('updateTerminalAgent', { ...fields, id: agent.id });
    },
    onSuccess: async () => {
      await Promise.all([cache.invalidateQueries({ queryKey: settingsQueries.terminalAgents().queryKey }), cache.invalidateQueries({ queryKey: agentQueries.all })]);
      onClose();
    },
  });
  const problem = save.error instanceof ProblemError ? save.error : undefined;
  const environmentError = problem?.errors.find((one) => one.path.startsWith('environment'));
  return (
    <form
      className="command-form"
      aria-label={t('terminalAgents.form')}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Field label={t('terminalAgents.name')} error={problem?.fieldError('name')}>
        {(ids) => <Input {...ids} placeholder="My CLI" value={name} maxLength={60} onChange={(event) => setName(event.target.value)} />}
      </Field>
      <div className="col" style={{ gap: 4 }}>
        <span className="label">{t('terminalAgents.first')}</span>
        <Select label={t('terminalAgents.first')} value={firstPrompt} onChange={setFirstPrompt} options={ways.map((value) => ({ value, label: t(`terminalAgents.first.${value}`), hint: t(`terminalAgents.first.${value}.hint`) }))} shown={t(`terminalAgents.first.${firstPrompt}`)} />
      </div>
      <div className="command-form__wide">
        <Field label={t('terminalAgents.command')} hint={t('terminalAgents.command.hint')} error={problem?.fieldError('command') ?? problem?.fieldError('command/0')}>
          {(ids) => <Input {...ids} className="mono" spellCheck={false} autoCapitalize="off" placeholder="mycli --chat" value={line} onChange={(event) => setLine(event.target.value)} />}
        </Field>
      </div>
      <div className="command-form__wide">
        <Field label={t('terminalAgents.variables')} hint={t(agent === undefined || agent.environmentNames.length === 0 ? 'terminalAgents.variables.hint' : 'terminalAgents.variables.kept')} error={environmentError === undefined ? undefined : `${environmentError.path.replace('environment/', '')}: ${environmentError.message}`}>
          {(ids) => <textarea {...ids} className="input mono" style={{ height: 'auto', padding: '6px 10px' }} rows={2} spellCheck={false} autoComplete="off" placeholder="MYCLI_KEY=…" value={variables} onChange={(event) => setVariables(event.target.value)} />}
        </Field>
      </div>
      {save.error !== null && (problem === undefined || problem.errors.length === 0) && <div className="command-form__wide"><ErrorNote error={describeError(save.error)} /></div>}
      <div className="command-form__wide row">
        <Button type="submit" kind="primary" busy={save.isPending}>{t(agent === undefined ? 'terminalAgents.addIt' : 'terminalAgents.save')}</Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </div>
    </form>
  );
}
