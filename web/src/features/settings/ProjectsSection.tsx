import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { call, describeError, type PermissionMode, type RepositoryGroupView, type UpdateRepositoryGroupRequest } from '@/api';
import { useAgents } from '@/features/agents';
import { IsolationSelect, keepsAgent, NetworkSelect } from '@/features/isolation';
import { applyProject, BranchPicker, projectQueries, useProjects } from '@/features/projects';
import { toastError } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { AgentPlate, Button, Dialog, EmptyState, ErrorNote, IconButton, Input, Menu, MenuChoice, MiddlePath, Panel, ProjectSquare, projectHue, Select, toast } from '@/shared/ui';
import { ProjectFolds } from './ProjectFolds';
import { Section } from './Section';

const modes: readonly PermissionMode[] = ['plan', 'ask', 'accept_edits'];

function useUpdateProject() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (request: UpdateRepositoryGroupRequest) => call('updateRepositoryGroup', request),
    onSuccess: ({ repositoryGroup }) => applyProject(cache, repositoryGroup),
    onError: toastError,
  });
}

function RemoveDialog({ project, onClose }: { project: RepositoryGroupView; onClose: () => void }) {
  const cache = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call('deleteRepositoryGroup', { id: project.id }),
    onSuccess: () => {
      toast({ state: 'done', title: t('settings.projects.removed', { name: project.name }) });
      onClose();
    },
    onSettled: () => cache.invalidateQueries({ queryKey: projectQueries.all }),
  });
  return (
    <Dialog
      open
      title={t('settings.projects.removeTitle', { name: project.name })}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t('settings.projects.keep')}</Button>
          <Button kind="danger-solid" busy={remove.isPending} onClick={() => remove.mutate()}>{t('settings.projects.remove')}</Button>
        </>
      }
    >
      <p>{t('settings.projects.removeText')}</p>
      {remove.error !== null && <ErrorNote error={describeError(remove.error)} />}
    </Dialog>
  );
}

function ColorMenu({ project, onPick }: { project: RepositoryGroupView; onPick: (color: number) => void }) {
  return (
    <Menu label={t('settings.projects.color')} trigger={<button type="button" className="filter" aria-label={t('settings.projects.color')}><ProjectSquare project={project} /></button>}>
      <MenuChoice
        value={String(projectHue(project))}
        onChange={(value) => onPick(Number(value))}
        options={[1, 2, 3, 4, 5, 6].map((color) => ({ value: String(color), label: <><ProjectSquare project={{ id: '', color }} />{t('settings.projects.colorN', { n: color })}</> }))}
      />
    </Menu>
  );
}

function ProjectPanel({ project }: { project: RepositoryGroupView }) {
  const repositories = useQuery(projectQueries.repositories()).data ?? [];
  const { agents } = useAgents();
  const update = useUpdateProject();
  const [name, setName] = useState(project.name);
  const [removing, setRemoving] = useState(false);
  const mine = repositories.filter((repository) => project.repositoryIds.includes(repository.id));
  const { defaults } = project;
  const change = (part: Partial<UpdateRepositoryGroupRequest>) => update.mutate({ id: project.id, version: project.version, ...part });
  const rename = () => {
    const next = name.trim();
    if (next === '') setName(project.name);
    else if (next !== project.name) change({ name: next });
  };
  return (
    <Panel
      className="set-project"
      head={
        <>
          <ColorMenu project={project} onPick={(color) => change({ color })} />
          <Input small aria-label={t('settings.projects.name')} value={name} style={{ maxWidth: 280 }} onChange={(event) => setName(event.target.value)} onBlur={rename} onKeyDown={(event) => event.code === 'Enter' && event.currentTarget.blur()} />
          <IconButton icon={Trash2} className="end" label={t('settings.projects.remove')} onClick={() => setRemoving(true)} />
        </>
      }
    >
      <div className="panel__body col">
        {mine.map((repository) => <code key={repository.id} className="muted"><MiddlePath path={repository.path} /></code>)}
        <div className="row wrap" style={{ gap: 6 }}>
          <span className="xs muted">{t('settings.projects.defaults')}</span>
          <Select
            look="filter"
            label={t('settings.projects.agent')}
            value={defaults.agentType ?? ''}
            onChange={(agentType) => change({ defaults: { ...defaults, agentType: agentType === '' ? undefined : agentType, model: undefined } })}
            options={[{ value: '', label: t('settings.projects.agentAny') }, ...agents.map((agent) => ({ value: agent.kind, label: <><AgentPlate kind={agent.kind} decorative />{agent.name}</> }))]}
            shown={agents.find((agent) => agent.kind === defaults.agentType)?.name ?? t('settings.projects.agentAny')}
          />
          <Select
            look="filter"
            label={t('settings.projects.mode')}
            value={defaults.permissionMode ?? 'ask'}
            onChange={(permissionMode) => change({ defaults: { ...defaults, permissionMode } })}
            options={modes.map((mode) => ({ value: mode, label: t(`mode.${mode}`), hint: t(`mode.${mode}.hint`) }))}
          />
          <IsolationSelect value={defaults.isolation ?? 'worktree'} onChange={(isolation) => change({ defaults: { ...defaults, isolation, network: keepsAgent(isolation) ? defaults.network : undefined } })} />
          <NetworkSelect isolation={defaults.isolation ?? 'worktree'} value={defaults.network ?? true} onChange={(network) => change({ defaults: { ...defaults, network } })} />
          <BranchPicker projectId={project.id} value={defaults.baseBranch ?? ''} fallback={mine[0]?.defaultBranch ?? 'main'} onChange={(baseBranch) => change({ defaults: { ...defaults, baseBranch } })} />
        </div>
      </div>
      <ProjectFolds project={project} />
      {removing && <RemoveDialog project={project} onClose={() => setRemoving(false)} />}
    </Panel>
  );
}

export function ProjectsSection() {
  const navigate = useNavigate();
  const { projects, error, refetch } = useProjects();
  const add = <Button icon={Plus} onClick={() => void navigate('/start')}>{t('settings.projects.add')}</Button>;
  return (
    <Section title={t('settings.projects')} lede={t('settings.projects.lede')} actions={add}>
      {error !== null && <ErrorNote error={describeError(error)} onRetry={() => void refetch()} />}
      {projects.length === 0 && error === null && <div className="panel"><EmptyState state="draft" title={t('settings.projects.empty')} actions={add}>{t('settings.projects.emptyText')}</EmptyState></div>}
      <div className="stack">{projects.map((project) => <ProjectPanel key={project.id} project={project} />)}</div>
    </Section>
  );
}
