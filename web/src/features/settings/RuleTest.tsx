import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call, describeError, type RuleEffect, type TestPermissionRulesResponse } from '@/api';
import { useAgents } from '@/features/agents';
import { useProjects } from '@/features/projects';
import { t } from '@/shared/lib/strings';
import { Button, Chip, ErrorNote, Input, Select } from '@/shared/ui';

const kinds = ['command', 'path', 'tool'] as const;
type Kind = (typeof kinds)[number];

export const tones = { allow: 'done', ask: 'needs', deny: 'failed' } as const satisfies Readonly<Record<RuleEffect, string>>;

function Verdict({ verdict }: { verdict: TestPermissionRulesResponse }) {
  return (
    <div className="ruletest__verdict" role="status">
      <p className="row wrap"><Chip tone={tones[verdict.effect]}>{t(`settings.rules.${verdict.effect}`)}</Chip><span>{verdict.reason}</span></p>
      {verdict.parts.length > 1 && (
        <ul>
          {verdict.parts.map((part, index) => (
            <li key={`${index} ${part.text}`} className="row wrap">
              <Chip tone={tones[part.effect]}>{t(`settings.rules.${part.effect}`)}</Chip>
              <code>{part.text}</code>
              {part.ruleName !== undefined && <span className="muted xs">{t('settings.rules.by', { rule: part.ruleName })}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** "Would this be allowed?" Nothing is asked and nothing kept. */
export function RuleTest() {
  const { projects } = useProjects();
  const { agents } = useAgents();
  const [kind, setKind] = useState<Kind>('command');
  const [text, setText] = useState('');
  const [project, setProject] = useState('');
  const [agent, setAgent] = useState('');
  const test = useMutation({
    mutationFn: () => {
      const what = kind === 'command' ? { command: text } : kind === 'path' ? { path: text } : { toolName: text.trim() };
      return call('testPermissionRules', { ...what, ...(project === '' ? {} : { repositoryGroupId: project }), ...(agent === '' ? {} : { agentType: agent }) });
    },
  });
  const change = (next: string) => {
    setText(next);
    test.reset();
  };
  return (
    <section aria-labelledby="rule-test">
      <div className="set-h2"><h2 className="h2" id="rule-test">{t('settings.rules.test')}</h2></div>
      <form
        className="panel panel__body ruletest"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') test.mutate();
        }}
      >
        <div className="row wrap">
          <Select look="filter" label={t('settings.rules.test.what')} value={kind} onChange={(next) => { setKind(next); test.reset(); }} options={kinds.map((value) => ({ value, label: t(`settings.rules.test.${value}`) }))} />
          <Select look="filter" label={t('settings.rules.test.where')} value={project} onChange={(next) => { setProject(next); test.reset(); }} options={[{ value: '', label: t('settings.rules.test.anyProject') }, ...projects.map((one) => ({ value: one.id, label: one.name }))]} />
          <Select look="filter" label={t('settings.rules.agent')} value={agent} onChange={(next) => { setAgent(next); test.reset(); }} options={[{ value: '', label: t('settings.rules.anyAgent') }, ...agents.map((one) => ({ value: one.kind, label: one.name }))]} />
        </div>
        <div className="row ruletest__line">
          <Input className="mono grow" aria-label={t(`settings.rules.test.${kind}`)} placeholder={t(`settings.rules.test.${kind}.example`)} spellCheck={false} autoCapitalize="off" value={text} onChange={(event) => change(event.target.value)} />
          <Button type="submit" busy={test.isPending} refused={text.trim() === '' ? t('settings.rules.test.empty') : undefined}>{t('settings.rules.test.run')}</Button>
        </div>
        {test.error !== null && <ErrorNote error={describeError(test.error)} />}
        {test.data !== undefined && <Verdict verdict={test.data} />}
      </form>
    </section>
  );
}
