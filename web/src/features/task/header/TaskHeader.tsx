import { Archive, ArrowRight, CircleCheck, CircleSlash, CircleX, Copy, Ellipsis, Flag, GitBranch, GitMerge, Inbox, Pin, Play, RotateCcw, Shield, Square, Trash2, Undo2 } from 'lucide-react';
import { Link, useNavigate } from 'react-router';
import { useIsReachable, type UnitTaskView } from '@/api';
import { useProject } from '@/features/projects';
import { useShortcut } from '@/shared/lib/shortcuts';
import { t } from '@/shared/lib/strings';
import { AgentPlate, agentName, Banner, Button, Icon, IconButton, Menu, MenuItem, MenuSeparator, ProjectSquare, StateBadge, StateGlyph, type IconShape } from '@/shared/ui';
import { isBusy, mergeRefusal, movesOf, nextStep, type Move, type Step } from '../nextStep';
import { TaskTitle } from './TaskTitle';
import { useMoves } from './useMoves';

const stepLooks: Readonly<Record<Step, { label: Parameters<typeof t>[0]; icon: IconShape }>> = {
  start: { label: 'task.start', icon: Play },
  stop: { label: 'task.stop', icon: Square },
  resume: { label: 'task.resume', icon: Play },
  retry: { label: 'task.retry', icon: RotateCcw },
  merge: { label: 'task.merge', icon: GitMerge },
  reopen: { label: 'task.reopen', icon: RotateCcw },
};

const moveLooks: Readonly<Record<Move, { label: Parameters<typeof t>[0]; icon: IconShape }>> = {
  approve: { label: 'task.approve', icon: CircleCheck },
  reject: { label: 'task.reject', icon: CircleX },
  cancel: { label: 'task.cancel', icon: CircleSlash },
  to_review: { label: 'task.toReview', icon: Inbox },
  to_draft: { label: 'task.toDraft', icon: Undo2 },
  undo_merge: { label: 'task.undoMerge', icon: Undo2 },
  reopen: { label: 'task.reopen', icon: RotateCcw },
};

function Meta({ task }: { task: UnitTaskView }) {
  const project = useProject(task.repositoryGroupId);
  return (
    <div className="meta">
      {project !== undefined && <span><ProjectSquare project={project} /><span className="trunc" title={project.name}>{project.name}</span></span>}
      {task.branch !== undefined && <span className="wide-phone" style={{ flex: '0 1 auto' }}><Icon shape={GitBranch} size={12} /><code className="trunc" title={task.branch}>{task.branch}</code></span>}
      {task.baseBranch !== undefined && <span className="wide-phone"><Icon shape={ArrowRight} size={12} /><code className="trunc" title={task.baseBranch}>{task.baseBranch}</code></span>}
      <span className="wide wide-phone" title={t(`task.isolation.${task.isolation}.hint`)}><Icon shape={Shield} size={12} />{t(`task.isolation.${task.isolation}`)}{task.network === false && `, ${t('isolation.offline')}`}</span>
      <span><AgentPlate kind={task.agentType} decorative /><span className="trunc">{agentName(task.agentType)}{task.model !== undefined && `, ${task.model}`}</span></span>
      {task.raceId !== undefined && <span><Link to={`/races/${task.raceId}`} className="task-head__race"><Icon shape={Flag} size={12} />{t('task.race')}</Link></span>}
    </div>
  );
}

function copy(text: string): void {
  void navigator.clipboard.writeText(text);
}

function More({ task, actions }: { task: UnitTaskView; actions: ReturnType<typeof useMoves> }) {
  const moves = movesOf(task);
  const { branch, worktreePath } = task;
  return (
    <Menu align="end" label={t('task.more')} trigger={<IconButton icon={Ellipsis} label={t('task.more')} />}>
      {moves.map((move) => <MenuItem key={move} icon={moveLooks[move].icon} onSelect={() => actions.move(move)}>{t(moveLooks[move].label)}</MenuItem>)}
      {moves.length > 0 && <MenuSeparator />}
      {(task.setup === 'due' || task.setup === 'failed') && (task.state === 'failed' || task.state === 'interrupted') && <MenuItem icon={Play} onSelect={actions.skipSetup}>{t('task.setup.skip')}</MenuItem>}
      <MenuItem icon={Pin} onSelect={actions.pin}>{t(task.pinned ? 'task.unpin' : 'task.pin')}</MenuItem>
      {branch !== undefined && <MenuItem icon={Copy} onSelect={() => copy(branch)}>{t('task.copyBranch')}</MenuItem>}
      {worktreePath !== undefined && <MenuItem icon={Copy} onSelect={() => copy(worktreePath)}>{t('task.copyPath')}</MenuItem>}
      <MenuSeparator />
      <MenuItem icon={Archive} onSelect={() => void actions.archive()}>{t(task.archivedAt === undefined ? 'task.archive' : 'task.unarchive')}</MenuItem>
      <MenuItem icon={Trash2} danger onSelect={() => void actions.remove()}>{t('task.delete')}</MenuItem>
    </Menu>
  );
}

/** A worktree that could not be set up: mend the script, or go without it. */
function SetupSteps({ task, actions }: { task: UnitTaskView; actions: ReturnType<typeof useMoves> }) {
  const navigate = useNavigate();
  return (
    <>
      <Button size="sm" onClick={() => void navigate(`/settings/projects?project=${task.repositoryGroupId}&open=scripts`)}>{t('task.setup.edit')}</Button>
      <Button size="sm" busy={actions.busy} onClick={actions.skipSetup}>{t('task.setup.skip')}</Button>
    </>
  );
}

/** What the task is, where it works, and the next step as the one filled button. */
export function TaskHeader({ task, onMerge }: { task: UnitTaskView; onMerge: () => void }) {
  const actions = useMoves(task, onMerge);
  const reachable = useIsReachable();
  const step = nextStep(task);
  const offline = reachable ? undefined : t('task.not.offline');
  const stoppable = isBusy(task);
  const refusal = mergeRefusal(task);
  useShortcut({ keys: 'KeyX KeyM', label: t('keys.task.merge'), group: t('keys.task'), enabled: refusal === undefined, run: onMerge });
  const filled = step === undefined ? undefined : stepLooks[step];
  return (
    <>
      <header className="task-head">
        <StateGlyph state={task.state} reason={task.waitingReason} size={20} decorative />
        <div className="grow" style={{ minWidth: 0 }}>
          <div className="row" style={{ minWidth: 0 }}>
            <TaskTitle task={task} />
            <StateBadge state={task.state} reason={task.waitingReason} />
          </div>
          <Meta task={task} />
        </div>
        <div className="row">
          {stoppable && <Button icon={Square} busy={actions.busy} refused={offline} onClick={() => actions.step('stop')}>{t('task.stop')}</Button>}
          {step !== 'merge' && refusal !== undefined && task.merge === undefined && task.state !== 'draft' && <Button className="wide-phone" icon={GitMerge} refused={refusal}>{t('task.merge')}</Button>}
          {step !== undefined && filled !== undefined && <Button kind="primary" icon={filled.icon} busy={actions.busy} refused={offline} onClick={() => actions.step(step)}>{t(filled.label)}</Button>}
          <More task={task} actions={actions} />
        </div>
      </header>
      {task.state === 'failed' && task.failure?.code === 'setup_failed' && task.deletedAt === undefined && (
        <Banner bar tone="failed" state="failed" actions={<SetupSteps task={task} actions={actions} />}>{task.failure.message}</Banner>
      )}
      {task.deletedAt !== undefined && (
        <Banner bar actions={<Button size="sm" onClick={actions.restore}>{t('task.restore')}</Button>}>
          {t('task.deletedNote', { day: task.purgeAt === undefined ? '' : new Date(task.purgeAt).toLocaleDateString('en', { day: 'numeric', month: 'long' }) })}
        </Banner>
      )}
    </>
  );
}
