import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { describeError, type GetUnitTaskResponse } from '@/api';
import { useAgents } from '@/features/agents';
import { ChangesTab, useChangesStream, useComments } from '@/features/changes';
import { useProject } from '@/features/projects';
import { taskQueries } from '@/features/tasks';
import { isNarrow, useMedia } from '@/shared/lib/media';
import { usePage } from '@/shared/lib/page';
import { t } from '@/shared/lib/strings';
import { ErrorNote, ResizablePanes, Skeleton, Tabs, type TabItem } from '@/shared/ui';
import { Conversation } from './Conversation';
import { GitTab } from './git/GitTab';
import { TaskHeader } from './header/TaskHeader';
import { LogTab } from './LogTab';
import { useFeed } from './timeline/useFeed';

type Tab = 'chat' | 'changes' | 'git' | 'log';

function OneTask({ detail }: { detail: GetUnitTaskResponse }) {
  const { task } = detail;
  const { state, feed } = useFeed(task.id);
  const { agents } = useAgents();
  const narrow = useMedia(isNarrow);
  const [chosen, setChosen] = useState<Tab>();
  const [mergeAsked, setMergeAsked] = useState(0);
  const comments = useComments(task.id);
  useChangesStream(task);
  const merge = () => {
    setChosen('git');
    setMergeAsked((times) => times + 1);
  };
  const conversation = <Conversation detail={detail} state={state} feed={feed} agent={agents.find((agent) => agent.kind === task.agentType)} />;
  const drafts = comments.filter((comment) => comment.state === 'draft').length;
  const panels: readonly TabItem<Tab>[] = [
    { value: 'changes', label: t('task.tab.changes'), count: task.changes?.files, body: <ChangesTab task={task} /> },
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
          items={[{ value: 'chat', label: t('task.tab.chat'), count: task.pendingApprovals, body: conversation }, ...panels]}
        />
      </>
    );
  }
  return (
    <>
      <TaskHeader task={task} onMerge={merge} />
      <ResizablePanes
        name="task"
        minLeft={380}
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
