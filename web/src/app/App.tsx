import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { createBrowserRouter, Navigate, RouterProvider } from 'react-router';
import { stream, useSession } from '@/api';
import { bindAgents } from '@/features/agents';
import { bindProjects, useProjects } from '@/features/projects';
import { bindRaces } from '@/features/races';
import { bindRules } from '@/features/rules';
import { bindServices } from '@/features/services';
import { bindTasks } from '@/features/tasks';
import { bindMcp } from '@/features/mcp';
import { bindTerminals } from '@/features/terminals';
import { Skeleton, Toaster, TooltipProvider } from '@/shared/ui';
import { NotFound } from './NotFound';
import { queryClient } from './queryClient';
import { Shell } from './Shell';
import { SignedOut, Unreachable } from './SignedOut';

const Start = lazy(() => import('@/features/start').then((module) => ({ default: module.StartPage })));
const Board = lazy(() => import('@/features/board').then((module) => ({ default: module.BoardPage })));
const Fleet = lazy(() => import('@/features/fleet').then((module) => ({ default: module.FleetPage })));
const Inbox = lazy(() => import('@/features/inbox').then((module) => ({ default: module.InboxPage })));
const PastList = lazy(() => import('@/features/past').then((module) => ({ default: module.PastListPage })));
const PastSession = lazy(() => import('@/features/past').then((module) => ({ default: module.PastSessionPage })));
const Race = lazy(() => import('@/features/races/lazy').then((module) => ({ default: module.RacePage })));
const Settings = lazy(() => import('@/features/settings').then((module) => ({ default: module.SettingsPage })));
const Terminals = lazy(() => import('@/features/terminals/lazy').then((module) => ({ default: module.TerminalsPage })));
const Task = lazy(() => import('@/features/task').then((module) => ({ default: module.TaskPage })));

/** The first screen: the board, or the three choices while there is no project. */
function Home() {
  const { projects, isPending } = useProjects();
  if (isPending) return <Skeleton />;
  return <Navigate to={projects.length === 0 ? '/start' : '/board'} replace />;
}

const router = createBrowserRouter([
  {
    element: <Shell />,
    children: [
      { path: '/', element: <Home /> },
      { path: '/start', element: <Start /> },
      { path: '/board', element: <Board /> },
      { path: '/inbox', element: <Inbox /> },
      { path: '/fleet', element: <Fleet /> },
      { path: '/tasks/:id', element: <Task /> },
      { path: '/past', element: <PastList /> },
      { path: '/past/:id', element: <PastSession /> },
      { path: '/races/:id', element: <Race /> },
      { path: '/projects/:id/terminals', element: <Terminals /> },
      { path: '/settings/:section?', element: <Settings /> },
      { path: '*', element: <NotFound /> },
    ],
  },
]);

/** Every feature listens to the stream for as long as the page is signed in. */
function useStream(signedIn: boolean): void {
  useEffect(() => {
    if (!signedIn) return;
    const ends = [bindTasks, bindProjects, bindAgents, bindTerminals, bindServices, bindRules, bindRaces, bindMcp].map((bind) => bind(queryClient, stream));
    stream.start();
    return () => {
      stream.stop();
      for (const end of ends) end();
    };
  }, [signedIn]);
}

function Gate({ children }: { children: ReactNode }) {
  const session = useSession();
  useStream(session.state === 'signed_in');
  if (session.state === 'starting') return null;
  if (session.state === 'signed_out') return <SignedOut expired={session.expired} />;
  if (session.state === 'unreachable') return <Unreachable error={session.error} />;
  return children;
}

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <Gate>
          <Suspense>
            <RouterProvider router={router} />
          </Suspense>
        </Gate>
        <Toaster />
      </TooltipProvider>
    </QueryClientProvider>
  );
}
