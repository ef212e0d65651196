import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call, networkCode, ProblemError, type PromptDelivery, type UnitTaskView } from '@/api';
import { applyTask, toastError } from '@/features/tasks';
import { t } from '@/shared/lib/strings';
import { toast } from '@/shared/ui';
import type { Draft } from './draft';

/** Sends a draft; it is emptied only when the host took it. */
export function useSend(task: UnitTaskView, sent: (key: string) => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ draft: { text, attachments, key }, delivery }: { draft: Draft; delivery: PromptDelivery }) =>
      call('sendPrompt', { taskId: task.id, prompt: text.trim(), idempotencyKey: key, delivery, ...(attachments.length > 0 ? { attachments } : {}) }),
    onSuccess: (answer, { draft, delivery }) => {
      sent(draft.key);
      applyTask(cache, answer.task);
      if (delivery === 'steer' && answer.disposition === 'queued') toast({ title: t('composer.steerQueued') });
    },
    onError: (error) => {
      if (error instanceof ProblemError && error.code === networkCode) toast({ state: 'interrupted', title: t('offline.toast') });
      else toastError(error);
    },
  });
}
