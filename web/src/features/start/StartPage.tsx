import { useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { describeError } from '@/api';
import { isReady, needsCommand, useAgents } from '@/features/agents';
import { ModelSelect, ModeSelect, resolveDraft, useDraft } from '@/features/newTask/lazy';
import { BranchPicker, projectQueries, useProjects } from '@/features/projects';
import { useCreateTask } from '@/features/tasks';
import { isPhone, useMedia } from '@/shared/lib/media';
import { usePage } from '@/shared/lib/page';
import { forgetPersistent, usePersistentState } from '@/shared/lib/persistent';
import { isMac } from '@/shared/lib/shortcuts';
import { t } from '@/shared/lib/strings';
import { agentName, Button, ErrorNote, Panel } from '@/shared/ui';
import { AgentStep } from './AgentStep';
import { RepositoryStep } from './RepositoryStep';
import { WhenStarted } from './WhenStarted';

/** When agent and repository are chosen already, the prompt is the next step; on a phone a keyboard would cover the page. */
function useFocusedPrompt(ready: boolean) {
  const prompt = useRef<HTMLTextAreaElement>(null);
  const phone = useMedia(isPhone);
  useEffect(() => {
    if (ready && !phone) prompt.current?.focus();
  }, [ready, phone]);
  return prompt;
}

/** First run: agent, repository, prompt. The first two are preselected where they can be, so Start is one click. */
export function StartPage() {
  usePage(t('app.start'));
  const navigate = useNavigate();
  const { projects } = useProjects();
  const { agents } = useAgents();
  const repositories = useQuery(projectQueries.repositories()).data ?? [];
  const [, setLastProject] = usePersistentState('last.project', '');
  const { draft, change } = useDraft({});
  const resolved = resolveDraft(draft, projects, repositories, agents);
  const create = useCreateTask();
  const field = useFocusedPrompt(projects.length > 0);
  const { project, agent, mode } = resolved;
  const demoReady = agents.some((one) => one.kind === 'demo' && isReady(one));
  const branch = draft.baseBranch === '' ? resolved.defaultBranch : draft.baseBranch;
  const noRepository = project === undefined ? t('start.refuse.repo') : undefined;
  const refused =
    noRepository ?? (agent === undefined || needsCommand(agent.kind) ? t('start.refuse.agent') : draft.prompt.trim() === '' ? t('start.refuse.prompt') : mode === 'bypass' ? t('start.refuse.bypass') : undefined);

  const run = (agentType: string, prompt: string, isDemo: boolean) => {
    if (project === undefined || create.isPending) return;
    create.mutate(
      {
        repositoryGroupId: project.id,
        prompt,
        agentType,
        permissionMode: mode === 'bypass' ? 'ask' : mode,
        start: true,
        ...(draft.baseBranch === '' ? {} : { baseBranch: draft.baseBranch }),
        ...(isDemo || resolved.model === '' ? {} : { model: resolved.model }),
      },
      {
        onSuccess: ({ task }) => {
          if (!isDemo) forgetPersistent('draft.newTask');
          setLastProject(project.id);
          void navigate(`/tasks/${task.id}`);
        },
      },
    );
  };
  const start = () => {
    if (refused === undefined && agent !== undefined) run(agent.kind, draft.prompt.trim(), false);
  };

  return (
    <div className="start__scroll">
      <div className="start">
        <h1>{t('start.title')}</h1>
        <p className="lede">{t('start.lede')}</p>
        <div className="start__grid">
          <div className="stack">
            <AgentStep value={agent?.kind ?? ''} onChange={(agentType) => change({ agentType, model: '' })} />
            <RepositoryStep value={project?.id ?? ''} onChange={(projectId) => change({ projectId, baseBranch: '' })} />
          </div>
          <Panel
            className="start__prompt"
            aria-label={t('start.prompt')}
            head={<><span className="step">3</span><h2 className="h2">{t('start.prompt')}</h2></>}
          >
            <textarea
              ref={field}
              className="ta start__text"
              aria-label={t('start.prompt')}
              placeholder={t('start.prompt.placeholder')}
              value={draft.prompt}
              onChange={(event) => change({ prompt: event.target.value })}
              onKeyDown={(event) => {
                if (event.code !== 'Enter' || !(isMac ? event.metaKey : event.ctrlKey)) return;
                event.preventDefault();
                start();
              }}
            />
            <div className="row wrap start__options">
              <ModelSelect look="quiet" agent={agent} value={resolved.model} onChange={(model) => change({ model })} />
              <ModeSelect look="quiet" agent={agent} value={mode} onChange={(next) => change({ mode: next })} />
              {project !== undefined && <BranchPicker look="quiet" projectId={project.id} value={draft.baseBranch} fallback={resolved.defaultBranch} onChange={(baseBranch) => change({ baseBranch })} />}
            </div>
            <WhenStarted branch={branch} mode={mode} agent={agent?.name ?? agentName('acp')} demo={agent?.kind === 'demo'} />
            {create.error !== null && <div style={{ padding: '12px 16px 0' }}><ErrorNote error={describeError(create.error)} /></div>}
            <div className="row wrap" style={{ padding: 16 }}>
              {demoReady && agent?.kind !== 'demo' && (
                <>
                  <Button size="lg" icon={Play} refused={noRepository} onClick={() => run('demo', t('start.demo.prompt'), true)}>{t('start.demo')}</Button>
                  <span className="xs muted">{t('start.demo.note')}</span>
                </>
              )}
              <span className="grow" />
              <Button kind="primary" size="lg" keys="Mod+Enter" refused={refused} busy={create.isPending} onClick={start}>{t('start.go')}</Button>
            </div>
          </Panel>
        </div>
      </div>
    </div>
  );
}
