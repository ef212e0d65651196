import { useMutation, useQuery } from '@tanstack/react-query';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call, describeError, type PermissionRuleView } from '@/api';
import { useProjects } from '@/features/projects';
import { ruleQueries } from '@/features/rules';
import { toastError } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { AgentPlate, Button, Chip, EmptyState, ErrorNote, IconButton, ProjectSquare, RelativeTime, Skeleton, toast } from '@/shared/ui';
import { RuleForm } from './RuleForm';
import { RuleTest, tones } from './RuleTest';
import { Section } from './Section';

function Covers({ rule }: { rule: PermissionRuleView }) {
  switch (rule.patternKind) {
    case 'any': return <span>{t('settings.rules.covers.any')} <code>{rule.toolName}</code></span>;
    case 'prefix': return <span>{t('settings.rules.covers.prefix')} <code>{rule.pattern}</code></span>;
    case 'folder': return <span>{t('settings.rules.covers.folder')} <code>{rule.pattern}</code></span>;
    case 'exact': return <span>{t('settings.rules.covers.exact')} <code className="rule__exact">{rule.pattern}</code></span>;
  }
}

function Reach({ rule }: { rule: PermissionRuleView }) {
  const { projects } = useProjects();
  const project = projects.find((one) => one.id === rule.repositoryGroupId);
  if (rule.scope === 'everywhere') return <span>{t('rule.scope.everywhere')}</span>;
  return (
    <span className="row nowrap">
      {project !== undefined && <><ProjectSquare project={project} />{project.name}</>}
      {rule.scope === 'task' && <span>{t('settings.rules.oneTask')}</span>}
    </span>
  );
}

function RuleRow({ rule, onEdit }: { rule: PermissionRuleView; onEdit: () => void }) {
  const forget = useMutation({
    mutationFn: () => call('deletePermissionRule', { id: rule.id }),
    onSuccess: () => toast({ state: 'done', title: t('settings.rules.forgotten'), detail: rule.name }),
    onError: toastError,
  });
  return (
    <div className="set-row rule" role="listitem">
      <Chip tone={tones[rule.effect]}>{t(`settings.rules.${rule.effect}`)}</Chip>
      <div className="grow" style={{ minWidth: 0 }}>
        <p className="rule__what"><Covers rule={rule} /></p>
        <p className="row wrap xs muted rule__facts">
          <Reach rule={rule} />
          {rule.agentType === undefined ? <span>{t('settings.rules.anyAgent')}</span> : <AgentPlate kind={rule.agentType} />}
          {rule.name !== rule.pattern && <span className="trunc" title={rule.name}>“{rule.name}”</span>}
          <RelativeTime at={rule.updatedAt} />
          {rule.createdBy !== undefined && <span>{t('approval.by', { who: rule.createdBy })}</span>}
        </p>
      </div>
      <IconButton size="sm" icon={Pencil} label={t('settings.rules.editOne', { name: rule.name })} onClick={onEdit} />
      <IconButton size="sm" icon={Trash2} label={t('settings.rules.forgetOne', { name: rule.name })} busy={forget.isPending} onClick={() => forget.mutate()} />
    </div>
  );
}

/** The rules that answer what agents ask: made, changed, forgotten and tried. */
export function RulesSection() {
  const { data, error, refetch } = useQuery(ruleQueries.list());
  const [open, setOpen] = useState<string>();
  const close = () => setOpen(undefined);
  return (
    <Section title={t('settings.rules')} lede={t('settings.rules.lede')} actions={<Button icon={Plus} onClick={() => setOpen('new')}>{t('settings.rules.new')}</Button>}>
      {error !== null && <ErrorNote error={describeError(error)} onRetry={() => void refetch()} />}
      <div className="panel">
        {open === 'new' && <RuleForm rule={undefined} onClose={close} />}
        {data === undefined && error === null && <Skeleton />}
        {data?.length === 0 && open !== 'new' && <EmptyState state="approved" title={t('settings.rules.empty')}>{t('settings.rules.emptyText')}</EmptyState>}
        {data !== undefined && data.length > 0 && (
          <div role="list">
            {data.map((rule) => (open === rule.id ? <RuleForm key={rule.id} rule={rule} onClose={close} /> : <RuleRow key={rule.id} rule={rule} onEdit={() => setOpen(rule.id)} />))}
          </div>
        )}
      </div>
      <RuleTest />
    </Section>
  );
}
