import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { isReady, preferredAgent, useAgents } from '@/features/agents';
import { useProjects } from '@/features/projects';
import { toastError, useCreateTask } from '@/features/tasks';
import { forgetPersistent, usePersistentState } from '@/shared/lib/persistent';
import { isMac } from '@/shared/lib/shortcuts';
import { t } from '@/shared/lib/strings';
import { Button, Icon, Select } from '@/shared/ui';

const draftKey = 'draft.inline';

/** A task from one line, at the head of the backlog. What was typed stays until it is sent. */
export function InlineNewTask({ projectId }: { projectId: string }) {
  const { projects } = useProjects();
  const { agents } = useAgents();
  const [text, setText] = usePersistentState(draftKey, '');
  const [lastProject, setLastProject] = usePersistentState('last.project', '');
  const [open, setOpen] = useState(text !== '');
  const field = useRef<HTMLTextAreaElement>(null);
  const create = useCreateTask();
  const project = projects.find((one) => one.id === (projectId === '' ? lastProject : projectId)) ?? projects[0];
  if (project === undefined) return null;

  if (!open) {
    return (
      <button type="button" className="card card--new" onClick={() => setOpen(true)}>
        <Icon shape={Plus} size={14} />
        <span className="grow">{t('board.inline')}</span>
      </button>
    );
  }

  const submit = (start: boolean) => {
    const prompt = text.trim();
    if (prompt === '' || create.isPending) return;
    const agent = preferredAgent(agents.filter(isReady), project.defaults.agentType);
    create.mutate(
      { repositoryGroupId: project.id, prompt, start, ...(agent === undefined ? {} : { agentType: agent.kind }) },
      {
        onSuccess: () => {
          forgetPersistent(draftKey);
          field.current?.focus();
        },
        onError: toastError,
      },
    );
  };

  return (
    <div className="card card--compose">
      <textarea
        ref={field}
        className="ta"
        rows={2}
        // The person has just asked for this field.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        aria-label={t('board.inline')}
        placeholder={t('board.inline')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={(event) => {
          if (text === '' && !event.currentTarget.parentElement?.contains(event.relatedTarget)) setOpen(false);
        }}
        onKeyDown={(event) => {
          if (event.code === 'Escape') setOpen(false);
          if (event.code !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
          event.preventDefault();
          submit(isMac ? event.metaKey : event.ctrlKey);
        }}
      />
      <div className="row row-tight">
        {projectId === '' && projects.length > 1 && (
          <Select look="quiet" label={t('board.project')} value={project.id} onChange={setLastProject} options={projects.map((one) => ({ value: one.id, label: one.name }))} />
        )}
        <span className="grow" />
        <Button size="sm" kind="ghost" onClick={() => submit(false)} busy={create.isPending}>{t('board.inline.add')}</Button>
        <Button size="sm" onClick={() => submit(true)} keys="Mod+Enter">{t('board.inline.start')}</Button>
      </div>
    </div>
  );
}
