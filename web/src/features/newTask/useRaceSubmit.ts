import { useNavigate } from 'react-router';
import { useCreateRace } from '@/features/races';
import { forgetPersistent, usePersistentState } from '@/shared/lib/persistent';
import { t } from '@/shared/lib/strings';
import { toast } from '@/shared/ui';
import { raceRequestOf, type Runner } from './race';
import { draftKey, type Draft, type Resolved } from './useDraft';

/** Sends the draft as a race and goes to it; only a race that the host has takes the text away. */
export function useRaceSubmit(onDone: () => void) {
  const create = useCreateRace();
  const navigate = useNavigate();
  const [, setLastProject] = usePersistentState('last.project', '');
  const submit = (draft: Draft, runners: readonly Runner[], resolved: Resolved, confirmBypass: string) => {
    const project = resolved.project;
    if (project === undefined || create.isPending) return;
    create.mutate(raceRequestOf(draft, runners, project.id, confirmBypass), {
      onSuccess: ({ race }) => {
        forgetPersistent(draftKey);
        setLastProject(project.id);
        toast({ state: 'queued', title: t('races.form.started'), detail: race.title });
        onDone();
        void navigate(`/races/${race.id}`);
      },
    });
  };
  return { submit, isPending: create.isPending, error: create.error };
}
