import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '@/api';
import { toastError } from '@/features/tasks';
import { count } from '@/shared/lib/strings';
import { toast } from '@/shared/ui';

/** Every cache key of this feature. A question never changes: another one has another id. */
export const trustQueries = {
  all: ['trust'] as const,
  question: (id: string) =>
    queryOptions({
      queryKey: [...trustQueries.all, 'question', id],
      queryFn: async ({ signal }) => (await call('getTrustQuestion', { id }, { signal })).question,
      staleTime: Infinity,
    }),
};

export function useAcceptTrust() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (questionId: string) => call('acceptTrust', { questionId }),
    onSuccess: ({ files }) => toast({ state: 'done', title: count('trust.done', files) }),
    onError: toastError,
    onSettled: () => cache.invalidateQueries({ queryKey: trustQueries.all }),
  });
}
