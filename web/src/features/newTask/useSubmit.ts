import { useNavigate } from 'react-router';
import { toast } from '@/shared/ui';
import { useCreateTask } from '@/features/tasks';
import { forgetPersistent, usePersistentState } from '@/shared/lib/persistent';
import { t } from '@/shared/lib/strings';
import { draftKey, requestOf, type Draft, type Resolved } from './useDraft';

/** Sends the draft; only a task that the host has takes the text away. */
export function useSubmit(onDone: () => void) {
  const create = useCreateTask();
  const navigate = useNavigate();
  const [, setLastProject] = usePersistentState('last.project', '');
  const submit = (draft: Draft, resolved: Resolved, start: boolean, confirmBypass: string) => {
    const project = resolved.project;
    if (project === undefined || draft.prompt.trim() === '' || create.isPending) return;
    create.mutate(requestOf(draft, resolved, project.id, start, confirmBypass), {
      onSuccess: ({ task }) => {
        forgetPersistent(draftKey);
        setLastProject(project.id);
        toast({
          state: task.state,
          title: t(start ? 'newTask.started' : 'newTask.created'),
          detail: task.title,
          action: { label: t('newTask.open'), run: () => void navigate(`/tasks/${task.id}`) },
        });
        onDone();
      },
    });
  };
  return { submit, isPending: create.isPending, error: create.error };
}
