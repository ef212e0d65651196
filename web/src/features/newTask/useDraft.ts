import { useEffect } from 'react';
import type { AgentView, CreateUnitTaskRequest, Isolation, PermissionMode, RepositoryGroupView, RepositoryView } from '@/api';
import { needsCommand, preferredAgent } from '@/features/agents';
import { keepsAgent } from '@/features/isolation';
import { splitWords } from '@/shared/lib/words';
import { usePersistentState } from '@/shared/lib/persistent';

/** What is being written. Empty means: as the project has it. Kept until it is sent. */
export interface Draft {
  readonly projectId: string;
  readonly prompt: string;
  readonly agentType: string;
  readonly command: string;
  readonly model: string;
  readonly mode: PermissionMode | '';
  readonly baseBranch: string;
  readonly isolation: Isolation | '';
  readonly network: boolean | '';
  /** Who races; none where one agent works alone. */
  readonly runners: readonly RunnerDraft[];
  /** What judges the race; undefined as the project has it. */
  readonly verify: string | undefined;
}

/** What a runner of a race chooses for itself. */
export type RunnerDraft = Pick<Draft, 'agentType' | 'command' | 'model' | 'mode' | 'isolation'>;

export const emptyDraft: Draft = { projectId: '', prompt: '', agentType: '', command: '', model: '', mode: '', baseBranch: '', isolation: '', network: '', runners: [], verify: undefined };
export const draftKey = 'draft.newTask';

export function useDraft(seed: { readonly projectId?: string; readonly prompt?: string }) {
  const [kept, setDraft] = usePersistentState<Draft>(draftKey, emptyDraft);
  const draft: Draft = { ...emptyDraft, ...kept };
  const change = (part: Partial<Draft>) => setDraft((known) => ({ ...emptyDraft, ...known, ...part }));
  const { projectId, prompt } = seed;
  useEffect(() => {
    setDraft((known) => ({
      ...emptyDraft,
      ...known,
      ...(projectId === undefined || projectId === known.projectId ? {} : { projectId, baseBranch: '' }),
      ...(prompt === undefined || known.prompt.trim() !== '' ? {} : { prompt }),
    }));
  }, [projectId, prompt, setDraft]);
  return { draft, change };
}

export interface Resolved {
  readonly project: RepositoryGroupView | undefined;
  readonly agent: AgentView | undefined;
  readonly agentType: string;
  readonly mode: PermissionMode;
  readonly model: string;
  readonly defaultBranch: string;
  readonly isolation: Isolation;
  readonly network: boolean;
}

/** The draft with the project's defaults filled in. */
export function resolveDraft(draft: Draft, projects: readonly RepositoryGroupView[], repositories: readonly RepositoryView[], agents: readonly AgentView[]): Resolved {
  const project = projects.find((one) => one.id === draft.projectId) ?? projects[0];
  const defaults = project?.defaults ?? {};
  const wanted = draft.agentType === '' ? defaults.agentType : draft.agentType;
  const agent = agents.find((one) => one.kind === draft.agentType) ?? preferredAgent(agents, wanted);
  const repository = repositories.find((one) => one.id === project?.repositoryIds[0]);
  const mode = draft.mode === '' ? (defaults.permissionMode ?? 'ask') : draft.mode;
  return {
    project,
    agent,
    agentType: agent?.kind ?? wanted ?? '',
    mode: agent === undefined || agent.modes.length === 0 || agent.modes.includes(mode) ? mode : (agent.modes[0] ?? mode),
    model: draft.model === '' ? (defaults.agentType === agent?.kind ? (defaults.model ?? '') : '') : draft.model,
    isolation: draft.isolation === '' ? (defaults.isolation ?? 'worktree') : draft.isolation,
    network: draft.network === '' ? (defaults.network ?? true) : draft.network,
    defaultBranch: defaults.baseBranch ?? repository?.defaultBranch ?? 'main',
  };
}

export function requestOf(draft: Draft, resolved: Resolved, projectId: string, start: boolean, confirmBypass: string): CreateUnitTaskRequest {
  const command = splitWords(draft.command);
  return {
    repositoryGroupId: projectId,
    prompt: draft.prompt.trim(),
    start,
    permissionMode: resolved.mode,
    ...(resolved.agentType === '' ? {} : { agentType: resolved.agentType }),
    ...(needsCommand(resolved.agentType) && command.length > 0 ? { agentCommand: command } : {}),
    ...(resolved.model === '' ? {} : { model: resolved.model }),
    ...(draft.baseBranch === '' ? {} : { baseBranch: draft.baseBranch }),
    ...(draft.isolation === '' ? {} : { isolation: draft.isolation }),
    ...(draft.network === '' || !keepsAgent(resolved.isolation) ? {} : { network: draft.network }),
    ...(resolved.mode === 'bypass' && !keepsAgent(resolved.isolation) ? { confirmBypass } : {}),
  };
}
