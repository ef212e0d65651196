import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call, ProblemError, type ProjectScripts, type RepositoryGroupView } from '@/api';
import { applyProject } from '@/features/projects';
import { usePersistentState } from '@/shared/lib/persistent';

/** The scripts of a project as they are typed; patterns one to a line. */
export interface ScriptsDraft {
  readonly patterns: string;
  readonly setup: string;
  readonly timeout: string;
  readonly cleanup: string;
  readonly verify: string;
  readonly verifyTimeout: string;
}

const usualSeconds = 600;

function minutesOf(seconds = usualSeconds): string {
  return String(Math.round(seconds / 60));
}

/** Undefined for the usual time. */
function secondsOf(minutes: string): number | undefined {
  const seconds = Number(minutes) * 60;
  return minutes.trim() === '' || seconds === usualSeconds ? undefined : seconds;
}

export function draftOf(scripts: ProjectScripts): ScriptsDraft {
  return {
    patterns: (scripts.copyIgnored ?? []).join('\n'),
    setup: scripts.setup ?? '',
    timeout: minutesOf(scripts.setupTimeoutSeconds),
    cleanup: scripts.cleanup ?? '',
    verify: scripts.verify ?? '',
    verifyTimeout: minutesOf(scripts.verifyTimeoutSeconds),
  };
}

export function patternsOf(text: string): readonly string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

function scriptsOf(draft: ScriptsDraft): ProjectScripts {
  const setupTimeoutSeconds = secondsOf(draft.timeout);
  const verifyTimeoutSeconds = secondsOf(draft.verifyTimeout);
  return {
    copyIgnored: patternsOf(draft.patterns),
    ...(draft.setup.trim() === '' ? {} : { setup: draft.setup }),
    ...(draft.cleanup.trim() === '' ? {} : { cleanup: draft.cleanup }),
    ...(setupTimeoutSeconds === undefined ? {} : { setupTimeoutSeconds }),
    ...(draft.verify.trim() === '' ? {} : { verify: draft.verify }),
    ...(verifyTimeoutSeconds === undefined ? {} : { verifyTimeoutSeconds }),
  };
}

const untouched: Partial<ScriptsDraft> = {};

/** What is typed is kept in the browser until it is saved or discarded. */
export function useScripts(project: RepositoryGroupView) {
  const cache = useQueryClient();
  const [changed, setChanged] = usePersistentState(`scripts.${project.id}`, untouched);
  const stored = draftOf(project.scripts);
  const draft: ScriptsDraft = { ...stored, ...changed };
  const dirty = (Object.keys(stored) as (keyof ScriptsDraft)[]).some((key) => draft[key] !== stored[key]);
  const save = useMutation({
    mutationFn: () => call('updateRepositoryGroup', { id: project.id, scripts: scriptsOf(draft) }),
    onSuccess: ({ repositoryGroup }) => {
      applyProject(cache, repositoryGroup);
      setChanged(untouched);
    },
  });
  const problem = save.error instanceof ProblemError ? save.error : undefined;
  return {
    draft, dirty, save, problem,
    change: (part: Partial<ScriptsDraft>) => setChanged((known) => ({ ...known, ...part })),
    discard: () => {
      setChanged(untouched);
      save.reset();
    },
  };
}
