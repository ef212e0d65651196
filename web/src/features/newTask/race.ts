import type { AgentView, CreateRaceRequest, RepositoryGroupView, RepositoryView } from '@/api';
import { isReady, needsCommand, worksInTerminal } from '@/features/agents';
import { keepsAgent } from '@/features/isolation';
import { t } from '@/shared/lib/strings';
import { resolveDraft, type Draft, type Resolved, type RunnerDraft } from './useDraft';

export const fewestRunners = 2;
export const mostRunners = 8;

/** One runner as it is shown: with the project's defaults, and never in the repository's own checkout. */
export interface Runner extends Resolved {
  readonly command: string;
}

export function runnersOf(draft: Draft, projects: readonly RepositoryGroupView[], repositories: readonly RepositoryView[], agents: readonly AgentView[]): readonly Runner[] {
  return draft.runners.map((runner) => {
    const resolved = resolveDraft({ ...draft, ...runner }, projects, repositories, agents);
    return { ...resolved, isolation: resolved.isolation === 'in_place' ? 'worktree' : resolved.isolation, command: runner.command };
  });
}

/** A program in a terminal does not say when it is done, so it cannot race. */
export function racersOf(agents: readonly AgentView[]): readonly AgentView[] {
  return agents.filter((agent) => !worksInTerminal(agent.kind, agent));
}

/** The next one to race: what was chosen for one agent first, then an agent that does not run yet. */
export function nextRunner(draft: Draft, taken: readonly string[], agents: readonly AgentView[], resolved: Resolved): RunnerDraft {
  if (taken.length === 0 && !worksInTerminal(resolved.agentType, resolved.agent)) return { agentType: resolved.agentType, command: draft.command, model: draft.model, mode: draft.mode, isolation: draft.isolation };
  const ready = racersOf(agents).filter((agent) => isReady(agent) && !needsCommand(agent.kind));
  const other = ready.find((agent) => !taken.includes(agent.kind) && agent.kind !== 'demo') ?? ready.find((agent) => !taken.includes(agent.kind)) ?? ready.find((agent) => agent.kind === taken[0]);
  return { agentType: other?.kind ?? taken[0] ?? '', command: '', model: '', mode: draft.mode, isolation: draft.isolation };
}

export function raceRefusal(draft: Draft, runners: readonly Runner[], project: RepositoryGroupView | undefined, confirm: string): string | undefined {
  if (project === undefined) return t('newTask.noProject');
  if (draft.prompt.trim() === '') return t('newTask.empty');
  if (runners.length < fewestRunners) return t('races.form.fewest');
  if (runners.some((runner) => runner.agentType === '')) return t('races.form.noAgent');
  if (runners.some((runner) => needsCommand(runner.agentType) && runner.command.trim() === '')) return t('races.form.noCommand');
  return runners.some((runner) => runner.mode === 'bypass' && !keepsAgent(runner.isolation)) && confirm !== 'bypass' ? t('newTask.bypass.refused') : undefined;
}

export function raceRequestOf(draft: Draft, runners: readonly Runner[], projectId: string, confirmBypass: string): CreateRaceRequest {
  const bypassed = runners.some((runner) => runner.mode === 'bypass' && !keepsAgent(runner.isolation));
  return {
    repositoryGroupId: projectId,
    prompt: draft.prompt.trim(),
    ...(draft.baseBranch === '' ? {} : { baseBranch: draft.baseBranch }),
    ...(draft.verify === undefined ? {} : { verifyCommand: draft.verify }),
    ...(bypassed ? { confirmBypass } : {}),
    runners: runners.map((runner) => ({
      agentType: runner.agentType,
      permissionMode: runner.mode,
      isolation: runner.isolation,
      ...(runner.model === '' ? {} : { model: runner.model }),
      ...(needsCommand(runner.agentType) ? { agentCommand: runner.command.trim().split(/\s+/).filter(Boolean) } : {}),
      ...(runner.network || !keepsAgent(runner.isolation) ? {} : { network: false }),
    })),
  };
}
