import { Archive, Bot, Columns3, FolderPlus, History, Inbox, Keyboard, Play, Plus, RotateCcw, Rows3, Server, Settings, Square, SquareTerminal, SunMoon, Trash2 } from 'lucide-react';
import { useMatch, useNavigate } from 'react-router';
import type { OperationName, UnitTaskView } from '@/api';
import { useProbeAgents } from '@/features/agents';
import { keyboardList } from '@/features/keyboard';
import { newTaskPanel } from '@/features/newTask';
import { taskActions, useBulkActions, useTaskAction, useTasks } from '@/features/tasks';
import { useOpenTerminal } from '@/features/terminals';
import { isDark, setAppearance, useAppearance } from '@/shared/lib/appearance';
import { usePersistentState } from '@/shared/lib/persistent';
import { t } from '@/shared/lib/strings';
import { toast, type IconShape } from '@/shared/ui';

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly icon: IconShape;
  readonly run: () => void;
  /** The name of the operation in the API, where it is one. */
  readonly operation?: OperationName;
  readonly keys?: string;
  /** Why it cannot be run now. */
  readonly refused?: string | undefined;
}

/** What can be done with the task that is open. */
export function useTaskCommands(): readonly Command[] {
  const { tasks } = useTasks();
  const action = useTaskAction();
  const bulk = useBulkActions();
  const navigate = useNavigate();
  const openTerminal = useOpenTerminal();
  const id = useMatch('/tasks/:id')?.params.id;
  const task = tasks.find((one) => one.id === id);
  if (task === undefined) return [];
  const { title, state } = task;
  const only = (states: readonly UnitTaskView['state'][], reason: string) => (states.includes(state) ? undefined : reason);
  const leave = () => void navigate('/board');
  const commands: readonly Command[] = [
    { id: 'start', icon: Play, label: t('palette.start', { title }), operation: 'startTaskExecution', refused: only(['draft', 'blocked'], t('palette.start.refused')), run: () => action.mutate(() => taskActions.start(task.id)) },
    { id: 'stop', icon: Square, label: t('palette.stop', { title }), operation: 'stopTaskExecution', refused: only(['running', 'waiting', 'queued'], t('palette.stop.refused')), run: () => action.mutate(() => taskActions.stop(task.id)) },
    { id: 'resume', icon: Play, label: t('palette.resume', { title }), operation: 'resumeTask', refused: only(['interrupted'], t('palette.resume.refused')), run: () => action.mutate(() => taskActions.resume(task.id)) },
    { id: 'retry', icon: RotateCcw, label: t('palette.retry', { title }), operation: 'retryTask', refused: only(['failed'], t('palette.retry.refused')), run: () => action.mutate(() => taskActions.retry(task.id)) },
    { id: 'terminal', icon: SquareTerminal, label: t('palette.terminal.task', { title }), operation: 'createTerminal', run: () => openTerminal({ taskId: task.id }) },
    { id: 'archive', icon: Archive, label: t('palette.archive', { title }), operation: 'archiveUnitTask', run: () => void bulk.archive([task.id]).then(leave) },
    { id: 'delete', icon: Trash2, label: t('palette.delete', { title }), operation: 'deleteUnitTask', run: () => void bulk.remove([task.id]).then(leave) },
  ];
  return commands.toSorted((a, b) => Number(a.refused !== undefined) - Number(b.refused !== undefined));
}

/** Everything that needs no task. */
export function useGeneralCommands(): readonly Command[] {
  const navigate = useNavigate();
  const probe = useProbeAgents();
  const look = useAppearance();
  const [, setView] = usePersistentState<'board' | 'list'>('board.view', 'board');
  const compact = look.density === 'compact';
  return [
    { id: 'new', icon: Plus, label: t('palette.new'), operation: 'createUnitTask', keys: 'KeyC', run: () => newTaskPanel.open({}) },
    { id: 'add', icon: FolderPlus, label: t('palette.addRepository'), operation: 'addRepository', run: () => void navigate('/start') },
    { id: 'probe', icon: Bot, label: t('palette.probe'), operation: 'probeAgents', run: () => probe.mutate(undefined, { onSuccess: () => toast({ state: 'done', title: t('palette.probed') }) }) },
    { id: 'theme', icon: SunMoon, label: t('palette.theme'), keys: 'Shift+KeyD', run: () => setAppearance({ theme: isDark() ? 'light' : 'dark' }) },
    { id: 'density', icon: Rows3, label: t(compact ? 'palette.comfortable' : 'palette.compact'), run: () => setAppearance({ density: compact ? 'comfortable' : 'compact' }) },
    {
      id: 'list', icon: Rows3, label: t('palette.list'),
      run: () => {
        setView('list');
        void navigate('/board');
      },
    },
    { id: 'keys', icon: Keyboard, label: t('palette.keyboard'), keys: 'Shift+Slash', run: () => keyboardList.open(true) },
  ];
}

/** Where one can go. */
export function useDestinations(): readonly Command[] {
  const navigate = useNavigate();
  const to = (path: string) => () => void navigate(path);
  const settings = (['agents', 'rules', 'projects', 'kept', 'appearance', 'sessions', 'about'] as const).map(
    (name): Command => ({ id: `settings-${name}`, icon: Settings, label: t('palette.settings', { name: t(`settings.${name}`) }), run: to(`/settings/${name}`) }),
  );
  return [
    { id: 'board', icon: Columns3, label: t('app.board'), keys: 'KeyG KeyB', run: to('/board') },
    { id: 'inbox', icon: Inbox, label: t('app.inbox'), keys: 'KeyG KeyI', run: to('/inbox') },
    { id: 'past', icon: History, label: t('past.title'), keys: 'KeyG KeyP', run: to('/past') },
    { id: 'fleet', icon: Server, label: t('app.fleet'), keys: 'KeyG KeyF', run: to('/fleet') },
    ...settings,
  ];
}
