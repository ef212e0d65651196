import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, describeError, ProblemError, type PermissionRuleView, type RuleEffect, type RulePatternKind, type RuleScope } from '@/api';
import { useAgents } from '@/features/agents';
import { PatternField } from '@/features/approvals';
import { useProjects } from '@/features/projects';
import { ruleQueries } from '@/features/rules';
import { t } from '@/shared/lib/strings';
import { Button, ErrorNote, Field, Input, Segmented, Select } from '@/shared/ui';

const effects: readonly RuleEffect[] = ['allow', 'ask', 'deny'];
const kinds: readonly RulePatternKind[] = ['prefix', 'exact', 'folder', 'any'];
const tools: Readonly<Record<RulePatternKind, string>> = { prefix: 'shell', exact: 'shell', folder: 'edit', any: '' };

interface Place {
  readonly scope: RuleScope;
  readonly repositoryGroupId?: string;
  readonly taskId?: string;
}

/** A place as the value of a choice, and back. */
const everywhere = 'everywhere';

function placeOf(value: string, rule: PermissionRuleView | undefined): Place {
  if (value === everywhere) return { scope: 'everywhere' };
  if (rule?.taskId !== undefined && value === rule.taskId) return { scope: 'task', taskId: rule.taskId };
  return { scope: 'project', repositoryGroupId: value };
}

/** A rule that is written down or changed, in its place in the list. */
export function RuleForm({ rule, onClose }: { rule: PermissionRuleView | undefined; onClose: () => void }) {
  const { projects } = useProjects();
  const { agents } = useAgents();
  const cache = useQueryClient();
  const [effect, setEffect] = useState<RuleEffect>(rule?.effect ?? 'allow');
  const [kind, setKind] = useState<RulePatternKind>(rule?.patternKind ?? 'prefix');
  const [pattern, setPattern] = useState(rule?.pattern ?? '');
  const [tool, setTool] = useState(rule?.toolName ?? '');
  const [place, setPlace] = useState(rule === undefined || rule.scope === 'everywhere' ? everywhere : (rule.taskId ?? rule.repositoryGroupId ?? everywhere));
  const [agent, setAgent] = useState(rule?.agentType ?? '');
  const [name, setName] = useState('');
  const save = useMutation({
    mutationFn: () => {
      const toolName = kind === 'any' || (rule !== undefined && kind === rule.patternKind) ? tool.trim() : tools[kind];
      const fields = { effect, toolName, patternKind: kind, pattern: kind === 'any' ? '' : pattern, ...placeOf(place, rule), ...(name.trim() === '' ? {} : { name: name.trim() }) };
      return rule === undefined
        ? call('createPermissionRule', { ...fields, ...(agent === '' ? {} : { agentType: agent }) })
        : call('updatePermissionRule', { ...fields, id: rule.id, version: rule.version, agentType: agent });
    },
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: ruleQueries.all });
      onClose();
    },
  });
  const problem = save.error instanceof ProblemError ? save.error : undefined;
  const known = ['pattern', 'toolName', 'name'];
  const elsewhere = save.error !== null && (problem === undefined || !problem.errors.some((one) => known.includes(one.path)));
  return (
    <form
      className="command-form"
      aria-label={t(rule === undefined ? 'settings.rules.new' : 'settings.rules.edit')}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className="command-form__wide row wrap" style={{ gap: 16 }}>
        <Segmented label={t('settings.rules.effect')} value={effect} onChange={setEffect} options={effects.map((value) => ({ value, label: t(`settings.rules.${value}`) }))} />
        <Select label={t('rule.covers')} value={kind} onChange={setKind} options={kinds.map((value) => ({ value, label: t(`settings.rules.kind.${value}`) }))} />
      </div>
      <div className="command-form__wide">
        {kind === 'any' ? (
          <Field label={t('settings.rules.tool')} hint={t('settings.rules.tool.hint')} error={problem?.fieldError('toolName') ?? problem?.fieldError('pattern')}>
            {(ids) => <Input {...ids} className="mono" spellCheck={false} autoCapitalize="off" placeholder="mcp__docs__search" value={tool} onChange={(event) => setTool(event.target.value)} />}
          </Field>
        ) : (
          <PatternField draft={{ toolName: tools[kind], patternKind: kind, pattern }} error={problem?.fieldError('pattern') ?? problem?.fieldError('toolName')} onChange={setPattern} />
        )}
      </div>
      {kind === 'any' && tool.trim() === 'shell' && effect === 'allow' && <p className="command-form__wide xs t-needs">{t('settings.rules.wide')}</p>}
      <div className="command-form__wide command-form__pair">
        <Select
          label={t('rule.scope')}
          value={place}
          onChange={setPlace}
          options={[
            { value: everywhere, label: t('rule.scope.everywhere') },
            ...projects.map((project) => ({ value: project.id, label: project.name })),
            ...(rule?.taskId === undefined ? [] : [{ value: rule.taskId, label: t('settings.rules.oneTask') }]),
          ]}
        />
        <Select label={t('settings.rules.agent')} value={agent} onChange={setAgent} options={[{ value: '', label: t('settings.rules.anyAgent') }, ...agents.map((one) => ({ value: one.kind, label: one.name }))]} />
      </div>
      <div className="command-form__wide">
        <Field label={t('settings.rules.name')} hint={t('settings.rules.name.hint')} error={problem?.fieldError('name')}>
          {(ids) => <Input {...ids} placeholder={rule?.name ?? t('settings.rules.name.example')} value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
      </div>
      {elsewhere && <div className="command-form__wide"><ErrorNote error={describeError(save.error)} /></div>}
      <div className="command-form__wide row">
        <Button type="submit" kind="primary" busy={save.isPending}>{t(rule === undefined ? 'settings.rules.make' : 'settings.rules.save')}</Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </div>
    </form>
  );
}
