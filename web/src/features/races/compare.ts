import type { RaceRunnerView, RaceVerification, RaceView, UnitTaskView } from '@/api';
import type { StateRole } from '@/shared/ui';

/** One runner with its task, as far as that is still there. */
export interface Contender {
  readonly runner: RaceRunnerView;
  readonly task: UnitTaskView | undefined;
}

export function contendersOf(race: RaceView, tasks: readonly UnitTaskView[]): readonly Contender[] {
  return race.runners.map((runner) => ({ runner, task: tasks.find((task) => task.id === runner.taskId) }));
}

const atRest: ReadonlySet<UnitTaskView['state']> = new Set(['in_review', 'approved', 'pr_open', 'done']);

/** It came to an end by itself: what it measured can be compared. */
export function hasFinished({ task, runner }: Contender): boolean {
  return task !== undefined && atRest.has(task.state) && runner.runningSince === undefined && runner.agentSeconds > 0;
}

export type Measure = 'time' | 'cost' | 'tokens' | 'changes';

/** Undefined where it is not known, so that nothing wins by saying nothing. */
export function measureOf({ runner, task }: Contender, measure: Measure): number | undefined {
  const { usage } = runner;
  const tokens = usage.inputTokens + usage.outputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  switch (measure) {
    case 'time':
      return runner.agentSeconds;
    case 'cost':
      return tokens === 0 || usage.unpricedTurns > 0 ? undefined : usage.costUsd;
    case 'tokens':
      return tokens === 0 ? undefined : tokens;
    case 'changes':
      return task?.changes === undefined || task.changes.files === 0 ? undefined : task.changes.added + task.changes.removed;
  }
}

/** The runner that did best, once at least two can be compared and it is alone in that. */
export function bestOf(contenders: readonly Contender[], measure: Measure): number | undefined {
  const known = contenders.filter(hasFinished).flatMap((one) => {
    const value = measureOf(one, measure);
    return value === undefined ? [] : [{ number: one.runner.number, value }];
  });
  const least = Math.min(...known.map((one) => one.value));
  const best = known.filter((one) => one.value === least);
  return known.length > 1 && best.length === 1 ? best[0]?.number : undefined;
}

/** The only one whose verification passed and still says something: its button is the next step. */
export function favouriteOf(contenders: readonly Contender[]): number | undefined {
  const passed = contenders.filter(({ runner }) => runner.verification?.state === 'passed' && runner.verification.stale !== true && !runner.inTrash);
  return passed.length === 1 ? passed[0]?.runner.number : undefined;
}

/** The colour of an outcome; what is stale has none. */
export function toneOf(verification: RaceVerification): StateRole {
  if (verification.stale === true) return 'idle';
  switch (verification.state) {
    case 'passed':
      return 'done';
    case 'failed':
    case 'timed_out':
    case 'refused':
      return 'failed';
    case 'running':
      return 'working';
    case 'waiting':
    case 'stopped':
      return 'idle';
  }
}
