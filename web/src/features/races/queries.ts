import { queryOptions, useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { call, type CreateRaceRequest, type EventStream, type RaceResponse, type RaceView, type UnitTaskView } from '@/api';
import { applyTask, toastError } from '@/features/tasks';

/** Every cache key of this feature. */
export const raceQueries = {
  all: ['races'] as const,
  detail: (id: string) => queryOptions({ queryKey: [...raceQueries.all, 'detail', id], queryFn: ({ signal }) => call('getRace', { id }, { signal }), staleTime: Infinity }),
};

function patch(cache: QueryClient, id: string, change: (known: RaceResponse) => RaceResponse): void {
  cache.setQueryData<RaceResponse>(raceQueries.detail(id).queryKey, (known) => known && change(known));
}

/** An older version never overwrites a newer one. */
export function mergeRace(known: RaceResponse, race: RaceView): RaceResponse {
  return known.race.version > race.version ? known : { ...known, race };
}

/** The task as it is now, also in the trash; what became of it there is shown with its runner. */
export function mergeRunnerTask(known: RaceResponse, task: UnitTaskView): RaceResponse {
  const place = known.tasks.findIndex((one) => one.id === task.id);
  const before = known.tasks[place];
  if (before === undefined || before.version > task.version) return known;
  const runners = known.race.runners.map((runner) => (runner.taskId === task.id ? { ...runner, inTrash: task.deletedAt !== undefined } : runner));
  return { race: { ...known.race, runners }, tasks: known.tasks.with(place, task) };
}

export function applyRace(cache: QueryClient, answer: RaceResponse): void {
  const key = raceQueries.detail(answer.race.id).queryKey;
  const known = cache.getQueryData<RaceResponse>(key);
  if (known === undefined || known.race.version <= answer.race.version) cache.setQueryData<RaceResponse>(key, answer);
  for (const task of answer.tasks) applyTask(cache, task);
}

/** Connects this feature's cache with the event stream; called once by the app. */
export function bindRaces(cache: QueryClient, stream: EventStream): () => void {
  const shown = (taskId: string | undefined) =>
    cache.getQueriesData<RaceResponse>({ queryKey: [...raceQueries.all, 'detail'] }).filter(([, race]) => race?.race.runners.some((runner) => runner.taskId === taskId));
  const ends = [
    stream.onEvent('race_changed', ({ payload }) => patch(cache, payload.race.id, (known) => mergeRace(known, payload.race))),
    stream.onEvent('task_changed', ({ payload }) => {
      for (const [, race] of shown(payload.task.id)) if (race !== undefined) patch(cache, race.race.id, (known) => mergeRunnerTask(known, payload.task));
    }),
    // Times, cost and what is stale follow from the turns: they are read anew.
    ...(['turn_started', 'turn_ended', 'rewound', 'rewind_undone', 'task_purged'] as const).map((kind) =>
      stream.onEvent(kind, ({ taskId }) => {
        for (const [queryKey] of shown(taskId)) void cache.invalidateQueries({ queryKey });
      }),
    ),
    stream.onGap(() => void cache.invalidateQueries({ queryKey: raceQueries.all })),
  ];
  return () => {
    for (const end of ends) end();
  };
}

export function useCreateRace() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (request: CreateRaceRequest) => call('createRace', request),
    onSuccess: (answer) => applyRace(cache, answer),
  });
}

/** What every button of a race asks for. */
export const raceActions = {
  keep: (id: string, taskId: string) => call('keepRunner', { id, taskId }),
  callOff: (id: string, tasks: 'trash' | 'untie') => call('callOffRace', { id, tasks }),
  verify: (id: string, taskId?: string) => call('verifyRace', { id, ...(taskId === undefined ? {} : { taskId }) }),
  verifyWith: (id: string, command: string) => call('verifyRace', { id, command }),
  stopVerification: (id: string, taskId: string) => call('stopVerification', { id, taskId }),
};

/** Runs one of them. Who was slower than another person is told so, and sees what was chosen. */
export function useRaceAction(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (action: () => Promise<RaceResponse>) => action(),
    onSuccess: (answer) => applyRace(cache, answer),
    onError: (error) => {
      toastError(error);
      void cache.invalidateQueries({ queryKey: raceQueries.detail(id).queryKey });
    },
  });
}
