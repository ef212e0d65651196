import { Command as Cmdk } from 'cmdk';
import { Folder, Search, SquareTerminal } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { newTaskPanel } from '@/features/newTask';
import { useProjects } from '@/features/projects';
import { useTasks } from '@/features/tasks';
import { useOpenTerminal } from '@/features/terminals';
import { t } from '@/shared/lib/strings';
import { Chip, Dialog, Icon, Keycap, ProjectSquare, StateGlyph, stateLabel } from '@/shared/ui';
import { useDestinations, useGeneralCommands, useTaskCommands, type Command } from './useCommands';

type Scope = 'all' | 'commands' | 'tasks' | 'projects';
const signs: Readonly<Record<string, Scope>> = { '>': 'commands', '#': 'tasks', '@': 'projects' };
const shownTasks = 8;

/** The part of a label that was typed, underlined. */
function Marked({ text, query }: { text: string; query: string }) {
  const at = query === '' ? -1 : text.toLowerCase().indexOf(query.toLowerCase());
  if (at === -1) return text;
  return <>{text.slice(0, at)}<u>{text.slice(at, at + query.length)}</u>{text.slice(at + query.length)}</>;
}

function matchesAll(text: string, query: string): boolean {
  const hay = text.toLowerCase();
  return query.toLowerCase().split(/\s+/).every((word) => hay.includes(word));
}

function Item({ id, disabled = false, onSelect, children }: { id: string; disabled?: boolean; onSelect: () => void; children: ReactNode }) {
  return <Cmdk.Item value={id} disabled={disabled} className="palette__item" onSelect={onSelect}>{children}</Cmdk.Item>;
}

function CommandItem({ command, query, onRun }: { command: Command; query: string; onRun: (run: () => void) => void }) {
  return (
    <Item id={`command ${command.id}`} disabled={command.refused !== undefined} onSelect={() => onRun(command.run)}>
      <Icon shape={command.icon} />
      <span className="trunc grow"><Marked text={command.label} query={query} /></span>
      {command.refused !== undefined && <span className="muted xs nowrap">{command.refused}</span>}
      {command.operation !== undefined && <span className="op nowrap">{command.operation}</span>}
      {command.keys !== undefined && <Keycap keys={command.keys} />}
    </Item>
  );
}

function useResults(query: string, scope: Scope) {
  const { tasks } = useTasks();
  const { projects } = useProjects();
  const here = useTaskCommands();
  const general = useGeneralCommands();
  const places = useDestinations();
  const on = (wanted: Scope) => scope === 'all' || scope === wanted;
  const find = (list: readonly Command[]) => list.filter((one) => matchesAll(`${one.label} ${one.operation ?? ''}`, query));
  const found = on('tasks') ? tasks.filter((task) => matchesAll(`${task.title} ${task.branch ?? ''}`, query)) : [];
  return {
    here: on('commands') ? find(here) : [],
    commands: on('commands') ? find(general) : [],
    places: scope === 'all' ? find(places) : [],
    tasks: query === '' && scope === 'all' ? found.filter((task) => task.state !== 'done').slice(0, 5) : found.slice(0, scope === 'tasks' ? 50 : shownTasks),
    projects: on('projects') && (scope === 'projects' || query !== '') ? projects.filter((project) => matchesAll(project.name, query)) : [],
  };
}

/** Every operation that makes sense here, and every place; `>` commands, `#` tasks, `@` projects. */
export function Palette({ start, onClose }: { start: string; onClose: () => void }) {
  const [text, setText] = useState(start);
  const navigate = useNavigate();
  const openTerminal = useOpenTerminal();
  const scope = signs[text.slice(0, 1)] ?? 'all';
  const query = (scope === 'all' ? text : text.slice(1)).trim();
  const results = useResults(query, scope);
  const run = (action: () => void) => {
    onClose();
    action();
  };
  const commands = (list: readonly Command[]) => list.map((command) => <CommandItem key={command.id} command={command} query={query} onRun={run} />);

  return (
    <Dialog open bare className="palette" title={t('palette.title')} onClose={onClose}>
      <Cmdk label={t('palette.title')} shouldFilter={false} loop>
        <div className="palette__in">
          <Icon shape={Search} />
          {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
          <Cmdk.Input autoFocus value={text} onValueChange={setText} placeholder={t('app.search')} aria-label={t('app.search')} />
          {scope !== 'all' && <Chip tone="line">{t(`palette.scope.${scope}`)}</Chip>}
          <Keycap keys="Escape" />
        </div>
        <Cmdk.List className="palette__list" label={t('palette.results')}>
          <Cmdk.Empty className="palette__none">{t('palette.empty')}</Cmdk.Empty>
          {results.here.length > 0 && <Cmdk.Group heading={t('palette.group.here')}>{commands(results.here)}</Cmdk.Group>}
          {results.tasks.length > 0 && (
            <Cmdk.Group heading={t('palette.group.tasks')}>
              {results.tasks.map((task) => (
                <Item key={task.id} id={`task ${task.id}`} onSelect={() => run(() => void navigate(`/tasks/${task.id}`))}>
                  <StateGlyph state={task.state} reason={task.waitingReason} decorative />
                  <span className="trunc grow"><Marked text={task.title} query={query} /></span>
                  <span className="muted xs nowrap">{stateLabel(task.state, task.waitingReason)}</span>
                </Item>
              ))}
            </Cmdk.Group>
          )}
          {results.commands.length > 0 && <Cmdk.Group heading={t('palette.group.commands')}>{commands(results.commands)}</Cmdk.Group>}
          {results.projects.length > 0 && (
            <Cmdk.Group heading={t('palette.group.projects')}>
              {results.projects.map((project) => [
                <Item key={project.id} id={`project ${project.id}`} onSelect={() => run(() => void navigate(`/board?project=${project.id}`))}>
                  <ProjectSquare project={project} />
                  <span className="trunc grow">{t('palette.boardOf', { name: project.name })}</span>
                </Item>,
                <Item key={`${project.id} new`} id={`project ${project.id} new`} onSelect={() => run(() => newTaskPanel.open({ projectId: project.id }))}>
                  <Icon shape={Folder} />
                  <span className="trunc grow">{t('palette.newIn', { name: project.name })}</span>
                </Item>,
                <Item key={`${project.id} terminal`} id={`project ${project.id} terminal`} onSelect={() => run(() => openTerminal({ projectId: project.id }))}>
                  <Icon shape={SquareTerminal} />
                  <span className="trunc grow">{t('palette.terminal.project', { name: project.name })}</span>
                </Item>,
              ])}
            </Cmdk.Group>
          )}
          {results.places.length > 0 && <Cmdk.Group heading={t('palette.group.go')}>{commands(results.places)}</Cmdk.Group>}
        </Cmdk.List>
        <div className="palette__foot" aria-hidden="true">
          <span><Keycap keys="ArrowUp ArrowDown" />{t('palette.choose')}</span>
          <span><Keycap keys="Enter" />{t('palette.run')}</span>
          <span className="end"><kbd className="kbd">&gt;</kbd>{t('palette.commands')}</span>
          <span><kbd className="kbd">#</kbd>{t('palette.tasks')}</span>
          <span><kbd className="kbd">@</kbd>{t('palette.projects')}</span>
        </div>
      </Cmdk>
    </Dialog>
  );
}
