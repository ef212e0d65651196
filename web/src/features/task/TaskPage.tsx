import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { describeError } from '@/api';
import { taskQueries } from '@/features/tasks';
import { usePage } from '@/shared/lib/page';
import { ErrorNote, Skeleton, StateBadge, StateGlyph } from '@/shared/ui';

/** One task: its head, and what was asked. */
export function TaskPage() {
  const { id = '' } = useParams();
  const query = useQuery(taskQueries.detail(id));
  usePage(query.data?.task.title ?? '');
  if (query.error !== null) return <ErrorNote look="empty" error={describeError(query.error)} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <Skeleton />;
  const { task } = query.data;
  return (
    <div className="task-head">
      <StateGlyph state={task.state} reason={task.waitingReason} size={20} />
      <div className="grow">
        <div className="row">
          <h1 className="trunc">{task.title}</h1>
          <StateBadge state={task.state} reason={task.waitingReason} />
        </div>
        <p className="xs soft">{task.prompt}</p>
      </div>
    </div>
  );
}
