import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { describeError, type UnitTaskView } from '@/api';
import { useProjects } from '@/features/projects';
import { useTasks } from '@/features/tasks';
import { usePage } from '@/shared/lib/page';
import { useShortcut } from '@/shared/lib/shortcuts';
import { count, t } from '@/shared/lib/strings';
import { formatSpan, useNow } from '@/shared/lib/time';
import { EmptyState, ErrorNote, Keycap, Segmented, Skeleton, StateGlyph } from '@/shared/ui';
import { InboxRowView } from './InboxRowView';
import { inboxRows, pausedFor, type InboxFilter, type InboxGroup, type InboxRow } from './items';

const filters: readonly InboxFilter[] = ['all', 'approvals', 'questions', 'limits', 'failures', 'review'];
const groups: readonly InboxGroup[] = ['waiting', 'wrong', 'ready'];
const groupState = { waiting: 'waiting', wrong: 'failed', ready: 'in_review' } as const;

/** To the second: it stands beside ages, not beside measurements. */
function wholeSpan(milliseconds: number): string {
  return milliseconds < 60_000 ? `${Math.max(1, Math.round(milliseconds / 1000))} s` : formatSpan(milliseconds);
}

function GroupHead({ group, rows }: { group: InboxGroup; rows: readonly InboxRow[] }) {
  const now = useNow();
  const sub = group === 'waiting' ? count('inbox.group.waiting.sub', rows.length, { span: wholeSpan(pausedFor(rows, now)) }) : group === 'wrong' ? t('inbox.group.wrong.sub') : '';
  return (
    <h2 className="grp">
      <StateGlyph state={groupState[group]} size={14} decorative />
      {t(`inbox.group.${group}`)}
      <span className="muted">{sub}</span>
    </h2>
  );
}

function WorkingNow({ tasks }: { tasks: readonly UnitTaskView[] }) {
  const running = tasks.filter((task) => task.state === 'running');
  return (
    <aside className="inbox__aside" aria-label={t('inbox.working')}>
      <section>
        <h2 className="h2">{t('inbox.working')}</h2>
        {running.length === 0 && <p className="xs muted" style={{ marginTop: 8 }}>{t('inbox.empty.none')}</p>}
        {running.map((task) => (
          <Link className="live" key={task.id} to={`/tasks/${task.id}`}>
            <StateGlyph state="running" />
            <span style={{ minWidth: 0 }}>
              <span className="trunc" style={{ display: 'block' }} title={task.title}>{task.title}</span>
              {task.lastActivity !== undefined && <span className="trunc xs soft" style={{ display: 'block' }} title={task.lastActivity}>{task.lastActivity}</span>}
            </span>
          </Link>
        ))}
      </section>
    </aside>
  );
}

function moveRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')];
  const at = rows.findIndex((row) => row === document.activeElement);
  const next = rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))];
  next?.focus();
  if (next instanceof HTMLButtonElement) next.click();
}

export function InboxPage() {
  usePage(t('app.inbox'), [{ label: t('app.workspace'), to: '/board' }, { label: t('app.inbox') }]);
  const { tasks, isPending, error, refetch } = useTasks();
  const { projects } = useProjects();
  const [filter, setFilter] = useState<InboxFilter>('all');
  const [opened, setOpened] = useState<string>();
  const group = t('keys.group.inbox');
  useShortcut({ keys: 'KeyJ', label: t('keys.inboxMove'), group, run: () => moveRow(1) });
  useShortcut({ keys: 'KeyK', label: t('keys.inboxBack'), group, run: () => moveRow(-1) });

  const rows = useMemo(() => inboxRows(tasks), [tasks]);
  const shown = rows.filter((row) => filter === 'all' || row.filter === filter);
  const open = shown.find((row) => row.task.id === opened) ?? shown.find((row) => row.task.pendingApproval !== undefined || row.task.trust !== undefined);
  const running = tasks.filter((task) => task.state === 'running').length;

  if (error !== null && tasks.length === 0) return <ErrorNote look="empty" error={describeError(error)} onRetry={() => void refetch()} />;
  if (isPending) return <Skeleton />;

  return (
    <>
      <h1 className="sr">{t('app.inbox')}</h1>
      <div className="toolbar">
        <Segmented
          label={t('inbox.filter')}
          value={filter}
          onChange={setFilter}
          options={filters.map((value) => ({ value, label: t(`inbox.${value}`), count: value === 'all' ? rows.length : rows.filter((row) => row.filter === value).length }))}
        />
        <span className="end" />
        <span className="xs muted row wide" aria-hidden="true">
          <Keycap keys="KeyJ KeyK" />{t('inbox.move')}
          <Keycap keys="KeyY" />{t('inbox.allow')}
          <Keycap keys="KeyD" />{t('inbox.deny')}
        </span>
      </div>
      <div className="inbox">
        <div className="inbox__list">
          {shown.length === 0 && (
            <EmptyState state="done" title={t('inbox.empty')} actions={<Link className="btn btn--sm" to="/board">{t('inbox.openBoard')}</Link>}>
              {running > 0 ? count('inbox.empty.working', running) : t('inbox.empty.none')}
            </EmptyState>
          )}
          {groups.map((name) => {
            const inGroup = shown.filter((row) => row.group === name);
            return inGroup.length === 0 ? null : (
              <section key={name} aria-label={t(`inbox.group.${name}`)}>
                <GroupHead group={name} rows={inGroup} />
                {inGroup.map((row) => (
                  <InboxRowView
                    key={row.task.id}
                    row={row}
                    project={projects.find((project) => project.id === row.task.repositoryGroupId)}
                    open={row === open}
                    onOpen={() => setOpened(row.task.id)}
                  />
                ))}
              </section>
            );
          })}
        </div>
        <WorkingNow tasks={tasks} />
      </div>
    </>
  );
}
