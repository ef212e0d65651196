import { CircleQuestionMark, Columns3, History, Inbox, Plus, Server, Settings } from 'lucide-react';
import { useMemo } from 'react';
import { Link, NavLink, useNavigate } from 'react-router';
import type { RepositoryGroupView, UnitTaskView } from '@/api';
import { keyboardList } from '@/features/keyboard';
import { useProjects } from '@/features/projects';
import { loudestState, useTasks, useWaitingTasks } from '@/features/tasks';
import { cx } from '@/shared/lib/cx';
import { count, t } from '@/shared/lib/strings';
import { Count, Icon, IconButton, Mark, ProjectSquare, StateGlyph, Tooltip, type IconShape } from '@/shared/ui';

const perProject = 12;
const over = new Set(['done', 'cancelled', 'rejected']);

/** "Quill API" is QA, "terraform" is TE. */
function initials(name: string): string {
  const [first = '', second] = name.split(/[\s_-]+/).filter(Boolean);
  return (second === undefined ? first.slice(0, 2) : first.slice(0, 1) + second.slice(0, 1)).toUpperCase();
}

function NavItem({ to, icon, label, folded, badge }: { to: string; icon: IconShape; label: string; folded: boolean; badge?: number }) {
  const link = (
    <NavLink to={to} className="nav">
      <Icon shape={icon} />
      <span className={folded ? 'sr' : undefined}>{label}</span>
      {badge !== undefined && badge > 0 && <Count n={badge} loud label={count('needs', badge)} />}
    </NavLink>
  );
  return folded ? <Tooltip text={label} side="right">{link}</Tooltip> : link;
}

function TaskLink({ task, folded }: { task: UnitTaskView; folded: boolean }) {
  const glyph = <StateGlyph state={task.state} reason={task.waitingReason} size={folded ? 16 : 14} decorative={false} />;
  if (folded) {
    return (
      <Tooltip text={task.title} side="right">
        <NavLink to={`/tasks/${task.id}`} className="radar" aria-label={task.title}>{glyph}</NavLink>
      </Tooltip>
    );
  }
  return (
    <NavLink to={`/tasks/${task.id}`} className={cx('tree-task', task.state === 'waiting' && 'is-needs')} title={task.title}>
      {glyph}
      <span className="trunc">{task.title}</span>
    </NavLink>
  );
}

function ProjectBranch({ project, tasks, folded }: { project: RepositoryGroupView; tasks: readonly UnitTaskView[]; folded: boolean }) {
  const shown = tasks.slice(0, perProject);
  const more = tasks.length - shown.length;
  return (
    <>
      {folded ? (
        <Link to={`/board?project=${project.id}`} className="radar-proj" title={project.name}>{initials(project.name)}</Link>
      ) : (
        <Link to={`/board?project=${project.id}`} className="tree-proj">
          <ProjectSquare project={project} />
          <span className="trunc">{project.name}</span>
        </Link>
      )}
      {shown.map((task) => <TaskLink key={task.id} task={task} folded={folded} />)}
      {more > 0 && !folded && (
        <Link to={`/board?project=${project.id}`} className="tree-task muted">
          <span className="trunc" style={{ paddingLeft: 22 }}>{t('rail.more', { count: more })}</span>
        </Link>
      )}
    </>
  );
}

/** The radar: where to go, and each task's state by a glyph. Folded, the glyphs stay. */
export function Rail({ folded }: { folded: boolean }) {
  const { tasks } = useTasks();
  const { projects } = useProjects();
  const waiting = useWaitingTasks();
  const navigate = useNavigate();
  const byProject = useMemo(() => {
    const live = tasks.filter((task) => !over.has(task.state)).toSorted((a, b) => Number(b.pinned) - Number(a.pinned) || b.createdAt.localeCompare(a.createdAt));
    return Map.groupBy(live, (task) => task.repositoryGroupId);
  }, [tasks]);
  const loudest = loudestState(tasks);

  return (
    <nav className="rail" aria-label={t('app.nav')}>
      <Link className="rail__brand" to="/board" aria-label={t('app.name')}>
        <Mark state={loudest} />
        {!folded && <span>{t('app.name')}</span>}
      </Link>
      <div className="rail__nav">
        <NavItem to="/inbox" icon={Inbox} label={t('app.inbox')} folded={folded} badge={waiting.length} />
        <NavItem to="/board" icon={Columns3} label={t('app.board')} folded={folded} />
        <NavItem to="/past" icon={History} label={t('past.title')} folded={folded} />
        <NavItem to="/fleet" icon={Server} label={t('app.fleet')} folded={folded} />
      </div>
      <div className="rail__scroll">
        {!folded && (
          <div className="nav-head">
            {t('app.projects')}
            <IconButton icon={Plus} size="sm" className="end" label={t('app.addProject')} onClick={() => void navigate('/start')} />
          </div>
        )}
        {projects.length === 0 && !folded && <p className="xs muted" style={{ padding: '4px 8px' }}>{t('app.noProjects')}</p>}
        {projects.map((project) => (
          <ProjectBranch key={project.id} project={project} tasks={byProject.get(project.id) ?? []} folded={folded} />
        ))}
      </div>
      <div className="rail__foot">
        <NavItem to="/settings" icon={Settings} label={t('app.settings')} folded={folded} />
        {!folded && (
          <button type="button" className="nav" onClick={() => keyboardList.open(true)}>
            <Icon shape={CircleQuestionMark} />
            <span>{t('app.keyboard')}</span>
            <kbd className="kbd end" aria-hidden="true">?</kbd>
          </button>
        )}
      </div>
    </nav>
  );
}
