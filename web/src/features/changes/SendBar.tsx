import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MessageSquareText } from 'lucide-react';
import { call, type ReviewCommentView, type UnitTaskView } from '@/api';
import { applyTask, toastError } from '@/features/tasks';
import { useShortcut } from '@/shared/lib/shortcuts';
import { count, t } from '@/shared/lib/strings';
import { agentName, Button, Icon, toast, toastUndo } from '@/shared/ui';
import { changeQueries, useCommentActions } from './queries';

function useSendComments(task: UnitTaskView) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (drafts: readonly ReviewCommentView[]) => call('requestChanges', { taskId: task.id, commentIds: drafts.map((one) => one.id) }),
    onSuccess: ({ task: next }, drafts) => {
      applyTask(cache, next);
      const queued = next.queuedPrompts > task.queuedPrompts;
      void cache.invalidateQueries({ queryKey: changeQueries.comments(task.id).queryKey });
      toast({
        state: queued ? 'queued' : 'running',
        title: count('comment.sentToast', drafts.length, { agent: agentName(task.agentType) }),
        ...(queued ? { detail: t('comment.queuedToast') } : {}),
      });
    },
    onError: toastError,
  });
}

/** Appears with the first comment: collect, then send once. */
export function SendBar({ task, drafts, writing }: { task: UnitTaskView; drafts: readonly ReviewCommentView[]; writing: boolean }) {
  const send = useSendComments(task);
  const { add, remove } = useCommentActions(task.id);
  const agent = agentName(task.agentType);
  const refused = writing ? t('comment.open') : undefined;
  useShortcut({ keys: 'Mod+Enter', label: t('changes.keys.send'), group: t('changes.keys'), enabled: drafts.length > 0 && !writing && !send.isPending, run: () => send.mutate(drafts) });
  if (drafts.length === 0) return null;
  const label = drafts.length === 1 ? t('comment.send.single', { agent }) : drafts.length === 2 ? t('comment.send.both', { agent }) : t('comment.send.all', { agent, count: drafts.length });
  const discard = async () => {
    await Promise.allSettled(drafts.map((one) => remove.mutateAsync(one.id)));
    toastUndo(count('comment.discarded', drafts.length), () => {
      for (const { path, side, startLine, endLine, body, quote } of drafts) add.mutate({ path, side, startLine, endLine, body, ...(quote === undefined ? {} : { quote }) });
    });
  };
  return (
    <div className="sendbar">
      <Icon shape={MessageSquareText} className="wide-phone" />
      <span className="trunc"><b className="strong">{count('comment.count', drafts.length)}</b> <span className="soft">{t('comment.collected')}</span></span>
      <span className="end" />
      <Button kind="ghost" onClick={() => void discard()}>{t('comment.discard')}</Button>
      <Button kind="primary" keys="Mod+Enter" busy={send.isPending} refused={refused} onClick={() => send.mutate(drafts)}>{label}</Button>
    </div>
  );
}
