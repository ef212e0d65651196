import { Suspense, useMemo } from 'react';
import { Outlet, useLocation, useMatch, useNavigate } from 'react-router';
import { KeyboardList, keyboardList } from '@/features/keyboard';
import { newTaskPanel } from '@/features/newTask';
import { palette } from '@/features/palette';
import { useProjects } from '@/features/projects';
import { loudestState, useTasks, useWaitingTasks } from '@/features/tasks';
import { cx } from '@/shared/lib/cx';
import { isPhone, useMedia } from '@/shared/lib/media';
import { usePageFacts } from '@/shared/lib/page';
import { usePagePresence } from '@/shared/lib/presence';
import { useShortcut, useShortcutListener } from '@/shared/lib/shortcuts';
import { t } from '@/shared/lib/strings';
import { Skeleton } from '@/shared/ui';
import { ErrorBoundary } from './ErrorBoundary';
import { NewTaskPanelLazy, PaletteLazy, usePanelsAhead } from './lazyPanels';
import { PhoneTabs } from './PhoneTabs';
import { Rail } from './Rail';
import { toggleTheme, TopBar } from './TopBar';

function useGlobalKeys(): void {
  const navigate = useNavigate();
  const here = useMatch('/tasks/:id')?.params.id;
  const waiting = useWaitingTasks();
  const go = t('keys.group.go');
  const work = t('keys.group.work');
  useShortcutListener();
  useShortcut({ keys: 'Mod+KeyK', label: t('keys.palette'), group: go, inFields: true, run: () => palette.open('') });
  useShortcut({
    keys: 'KeyN', label: t('keys.nextNeeds'), group: go,
    run: () => {
      const index = waiting.findIndex((task) => task.id === here);
      const next = waiting[(index + 1) % Math.max(1, waiting.length)];
      if (next !== undefined) void navigate(`/tasks/${next.id}`);
    },
  });
  useShortcut({ keys: 'KeyG KeyB', label: t('keys.board'), group: go, run: () => void navigate('/board') });
  useShortcut({ keys: 'KeyG KeyI', label: t('keys.inbox'), group: go, run: () => void navigate('/inbox') });
  useShortcut({ keys: 'KeyG KeyF', label: t('keys.fleet'), group: go, run: () => void navigate('/fleet') });
  useShortcut({ keys: 'KeyG KeyP', label: t('keys.past'), group: go, run: () => void navigate('/past') });
  useShortcut({ keys: 'KeyG KeyS', label: t('keys.settings'), group: go, run: () => void navigate('/settings') });
  useShortcut({ keys: 'KeyC', label: t('keys.newTask'), group: work, run: () => newTaskPanel.open({}) });
  useShortcut({ keys: 'Shift+KeyD', label: t('keys.theme'), group: work, run: toggleTheme });
  useShortcut({ keys: 'Shift+Slash', label: t('keys.list'), group: t('keys.group.help'), run: () => keyboardList.open(true) });
}

/** The frame of every screen: rail, top bar, the screen, and what may float above it. */
export function Shell() {
  const phone = useMedia(isPhone);
  const narrow = useMedia('(max-width: 1199px)');
  const roomy = useMedia('(min-width: 1600px)');
  const onTask = useMatch('/tasks/:id') !== null;
  const { pathname } = useLocation();
  const { projects, isPending } = useProjects();
  // The first run has one thing to do: no rail to nothing.
  const bare = pathname === '/start' && projects.length === 0 && !isPending;
  const folded = narrow || (onTask && !roomy);
  const { tasks } = useTasks();
  const waiting = useWaitingTasks();
  const facts = usePageFacts();
  const state = useMemo(() => loudestState(tasks), [tasks]);
  usePagePresence(facts?.title ?? '', waiting.length, state);
  useGlobalKeys();
  usePanelsAhead();

  return (
    <div className={cx('app', folded && 'app--folded', bare && 'app--bare')}>
      <a href="#main" className="skip">{t('app.skip')}</a>
      {!phone && !bare && <Rail folded={folded} />}
      <TopBar bare={bare} />
      <main className="main" id="main" tabIndex={-1}>
        <ErrorBoundary key={pathname}>
          <Suspense fallback={<Skeleton />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      {phone && !bare && <PhoneTabs />}
      <NewTaskPanelLazy />
      <PaletteLazy />
      <KeyboardList />
    </div>
  );
}
