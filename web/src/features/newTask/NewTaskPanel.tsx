import { useQuery } from '@tanstack/react-query';
import { Flag, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { describeError } from '@/api';
import { needsCommand, useAgents, worksInTerminal } from '@/features/agents';
import { IsolationSelect, keepsAgent, NetworkSelect } from '@/features/isolation';
import { BranchPicker, projectQueries, useProjects } from '@/features/projects';
import { isMac } from '@/shared/lib/shortcuts';
import { t } from '@/shared/lib/strings';
import { Button, Dialog, ErrorNote, IconButton, Input, ProjectSquare, Select } from '@/shared/ui';
import { AgentSelect, ModelSelect, ModeSelect } from './AgentChoice';
import type { NewTaskSeed } from './opener';
import { nextRunner, raceRefusal, runnersOf } from './race';
import { RaceForm } from './RaceForm';
import { resolveDraft, useDraft, type Draft, type Resolved } from './useDraft';
import { useRaceSubmit } from './useRaceSubmit';
import { useSubmit } from './useSubmit';

const addProject = '\u0000add';

function refusal(draft: Draft, resolved: Resolved, confirm: string): string | undefined {
  if (resolved.project === undefined) return t('newTask.noProject');
  if (draft.prompt.trim() === '') return t('newTask.empty');
  if (resolved.agentType === '') return t('newTask.noAgent');
  if (needsCommand(resolved.agentType) && draft.command.trim() === '') return t('newTask.noCommand');
  return resolved.mode === 'bypass' && !keepsAgent(resolved.isolation) && confirm !== 'bypass' ? t('newTask.bypass.refused') : undefined;
}

/** A panel over the board. Closing it keeps the text; only sending takes it away. */
export function NewTaskPanel({ seed, onClose }: { seed: NewTaskSeed; onClose: () => void }) {
  const navigate = useNavigate();
  const { projects } = useProjects();
  const repositories = useQuery(projectQueries.repositories()).data ?? [];
  const { agents } = useAgents();
  const { draft, change } = useDraft(seed);
  const [confirm, setConfirm] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const resolved = resolveDraft(draft, projects, repositories, agents);
  const alone = useSubmit(onClose);
  const race = useRaceSubmit(onClose);
  const racing = draft.runners.length > 0;
  const runners = runnersOf(draft, projects, repositories, agents);
  const refused = racing ? raceRefusal(draft, runners, resolved.project, confirm) : refusal(draft, resolved, confirm);
  const isPending = alone.isPending || race.isPending;
  const error = racing ? race.error : alone.error;
  const send = (start: boolean) => {
    if (refused !== undefined) return;
    if (racing) race.submit(draft, runners, resolved, confirm);
    else alone.submit(draft, resolved, start, confirm);
  };
  const bypassed = (racing ? runners : [resolved]).some((who) => who.mode === 'bypass' && !keepsAgent(who.isolation));
  const { project } = resolved;
  const inTerminal = worksInTerminal(resolved.agentType, resolved.agent);

  return (
    <Dialog
      open
      bare
      title={t('newTask.title')}
      width={720}
      onClose={onClose}
      onOpenFocus={(event) => {
        event.preventDefault();
        field.current?.focus();
        field.current?.setSelectionRange(draft.prompt.length, draft.prompt.length);
      }}
    >
      <div className="newtask__head">
        <Select
          look="quiet"
          label={t('newTask.project')}
          value={project?.id ?? ''}
          onChange={(id) => {
            if (id === addProject) {
              onClose();
              void navigate('/start');
            } else change({ projectId: id, baseBranch: '' });
          }}
          options={[...projects.map((one) => ({ value: one.id, label: <><ProjectSquare project={one} />{one.name}</> })), { value: addProject, label: t('newTask.addProject') }]}
          shown={project === undefined ? t('newTask.noProject') : <><ProjectSquare project={project} />{project.name}</>}
        />
        {draft.prompt !== '' && <span className="muted xs">{t('newTask.draftKept')}</span>}
        <IconButton icon={X} size="sm" className="end" label={t('close')} onClick={onClose} />
      </div>
      <textarea
        ref={field}
        className="ta newtask__text"
        rows={4}
        aria-label={t('newTask.prompt')}
        placeholder={t('newTask.prompt')}
        value={draft.prompt}
        onChange={(event) => change({ prompt: event.target.value })}
        onKeyDown={(event) => {
          if (event.code !== 'Enter' || !(isMac ? event.metaKey : event.ctrlKey)) return;
          event.preventDefault();
          send(true);
        }}
      />
      {racing && <RaceForm draft={draft} resolved={resolved} runners={runners} agents={agents} onChange={change} />}
      <div className="newtask__chips">
        {!racing && (
          <>
            <AgentSelect agents={agents} value={resolved.agentType} onChange={(agentType) => change({ agentType, model: '' })} />
            <ModelSelect agent={resolved.agent} value={resolved.model} onChange={(model) => change({ model })} />
            {!inTerminal && <ModeSelect agent={resolved.agent} value={resolved.mode} onChange={(mode) => change({ mode })} />}
            <IsolationSelect value={resolved.isolation} onChange={(isolation) => change({ isolation })} />
            <NetworkSelect isolation={resolved.isolation} value={resolved.network} onChange={(network) => change({ network })} />
          </>
        )}
        {project !== undefined && (racing || resolved.isolation !== 'in_place') && <BranchPicker projectId={project.id} value={draft.baseBranch} fallback={resolved.defaultBranch} onChange={(baseBranch) => change({ baseBranch })} />}
        <Button size="sm" kind="ghost" {...(racing ? {} : { icon: Flag })} className="end" aria-pressed={racing} onClick={() => change({ runners: racing ? [] : [nextRunner(draft, [], agents, resolved), nextRunner(draft, [resolved.agentType], agents, resolved)] })}>
          {t(racing ? 'races.form.end' : 'races.form.start')}
        </Button>
      </div>
      {!racing && needsCommand(resolved.agentType) && (
        <div className="newtask__extra">
          <Input aria-label={t('newTask.command')} placeholder={t(inTerminal ? 'newTask.command.hintTerminal' : 'newTask.command.hint')} value={draft.command} onChange={(event) => change({ command: event.target.value })} />
        </div>
      )}
      {inTerminal && !racing && <p className="newtask__extra xs muted">{t('newTask.inTerminal')}</p>}
      {bypassed && (
        <label className="newtask__extra xs">
          {t('newTask.bypass')}
          <Input value={confirm} autoComplete="off" onChange={(event) => setConfirm(event.target.value)} />
        </label>
      )}
      {error !== null && <div className="newtask__extra"><ErrorNote error={describeError(error)} /></div>}
      <div className="dialog__foot">
        <span className="xs muted grow wide-phone">{t(racing ? 'races.form.foot' : resolved.isolation === 'worktree' ? 'newTask.foot' : `newTask.foot.${resolved.isolation}`)}</span>
        {!racing && <Button refused={refused} busy={isPending} onClick={() => send(false)}>{t('newTask.backlog')}</Button>}
        <Button kind="primary" keys="Mod+Enter" refused={refused} busy={isPending} onClick={() => send(true)}>{t(racing ? 'races.form.submit' : 'newTask.start')}</Button>
      </div>
    </Dialog>
  );
}
