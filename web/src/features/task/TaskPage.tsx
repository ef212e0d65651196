import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { describeError, type GetUnitTaskResponse } from '@/api';
import { useAgents, worksInTerminal } from '@/features/agents';
import { ChangesTab, useChangesStream, useComments } from '@/features/changes';
import { useProject } from '@/features/projects';
import { taskQueries } from '@/features/tasks';
import { useRunningTerminals } from '@/features/terminals';
import { isNarrow, useMedia } from '@/shared/lib/media';
import { usePage } from '@/shared/lib/page';
import { t } from '@/shared/lib/strings';
import { ErrorNote, ResizablePanes, Skeleton, Tabs, type TabItem } from '@/shared/ui';
import { Conversation } from './Conversation';
import { GitTab } from './git/GitTab';
import { TerminalConversation } from './terminal/TerminalConversation';
import { TaskHeader } from './header/TaskHeader';
import { LogTab } from './LogTab';
import { isUp, useTaskCommands } from './run/queries';
import { RunTab } from './run/RunTab';
import { useFeed } from './timeline/useFeed';

const TerminalsPanel = lazy(() => import('@/features/terminals/lazy').then((module) => ({ default: module.TerminalsPanel })));

const tabs = ['chat', 'changes', 'terminal', 'run', 'git', 'log'] as const;
type Tab = (typeof tabs)[number];

/** In the address, so that a reload and a link show the same. */
function useChosenTab(): readonly [Tab | undefined, (tab: Tab) => void] {
  const [parameters, setParameters] = useSearchParams();
  const panel = parameters.get('panel');
  const choose = (tab: Tab) =>
    setParameters((known) => {
      known.set('panel', tab);
      return known;
    }, { replace: true });
  return [tabs.find((tab) => tab === panel), choose];
}

function OneTask({ detail }: { detail: GetUnitTaskResponse }) {
  const { task } = detail;
  const { state, feed } = useFeed(task.id);
  const { agents } = useAgents();
  const narrow = useMedia(isNarrow);
  const [chosen, setChosen] = useChosenTab();
  const [mergeAsked, setMergeAsked] = useState(0);
  const comments = useComments(task.id);
  const running = useRunningTerminals({ taskId: task.id });
  const project = useProject(task.repositoryGroupId);
  const run = useTaskCommands(task.id, project?.version);
  const { commands } = run;
  const merge = () => {
    setChosen('git');
    setMergeAsked((times) => times + 1);
  };
  const agent = agents.find((one) => one.kind === task.agentType);
  const inTerminal = worksInTerminal(task.agentType, agent);
  useChangesStream(task, inTerminal && task.state === 'running');
  const Left = inTerminal ? TerminalConversation : Conversation;
  const conversation = <Left detail={detail} state={state} feed={feed} agent={agent} />;
  const drafts = comments.filter((comment) => comment.state === 'draft').length;
  const panels: readonly TabItem<Tab>[] = [
    { value: 'changes', label: t('task.tab.changes'), count: task.changes?.files, body: <ChangesTab task={task} /> },
    { value: 'terminal', label: t('task.tab.terminal'), count: running, body: <Suspense fallback={<Skeleton />}><TerminalsPanel place={{ taskId: task.id }} /></Suspense> },
    { value: 'run', label: t('task.tab.run'), count: commands.filter(isUp).length, body: <RunTab task={task} {...run} onRetry={() => void run.refetch()} /> },
    { value: 'git', label: t('task.tab.git'), body: <GitTab task={task} mergeAsked={mergeAsked} onLeave={() => setChosen('changes')} /> },
    { value: 'log', label: t('task.tab.log'), body: <LogTab state={state} feed={feed} /> },
  ];
  if (narrow) {
    return (
      <>
        <TaskHeader task={task} onMerge={merge} />
        <Tabs
          label={t('task.panels')}
          className="tabs-fill"
          value={chosen ?? (drafts > 0 && task.pendingApprovals === 0 ? 'changes' : 'chat')}
          onChange={setChosen}
          items={[{ value: 'chat', label: t(inTerminal ? 'task.tab.agent' : 'task.tab.chat'), count: task.pendingApprovals, body: conversation }, ...panels]}
        />
      </>
    );
  }
  return (
    <>
      <TaskHeader task={task} onMerge={merge} />
      <ResizablePanes
        name={inTerminal ? 'task-terminal' : 'task'}
        minLeft={inTerminal ? 460 : 380}
        {...(inTerminal ? { initial: 48 } : {})}
        left={conversation}
        right={<Tabs label={t('task.panels')} value={chosen === undefined || chosen === 'chat' ? 'changes' : chosen} onChange={setChosen} items={panels} />}
      />
    </>
  );
}

/** One task: its timeline and approvals on the left, its changes, git and log on the right. */
export function TaskPage() {
  const { id = '' } = useParams();
  const query = useQuery(taskQueries.detail(id));
  const task = query.data?.task;
  const project = useProject(task?.repositoryGroupId);
  usePage(task?.title ?? t('app.task'), [
    { label: t('app.workspace'), to: '/board' },
    ...(project === undefined ? [] : [{ label: project.name, to: `/board?project=${project.id}` }]),
    { label: task?.title ?? t('app.task') },
  ]);
  if (query.data === undefined) {
    return query.error === null ? <Skeleton /> : <ErrorNote look="empty" error={describeError(query.error)} onRetry={() => void query.refetch()} />;
  }
  return <OneTask key={id} detail={query.data} />;
}
