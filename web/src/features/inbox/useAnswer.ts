import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call, type AnswerApprovalRequest } from '@/api';
import { taskQueries } from '@/features/tasks';

/** Answers what an agent asks; the task's own change comes by the stream. */
export function useAnswer(taskId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (request: AnswerApprovalRequest) => call('answerApproval', request),
    onSettled: () => void cache.invalidateQueries({ queryKey: taskQueries.detail(taskId).queryKey }),
  });
}

/** Answers are dead for the first 500 ms, so that a key meant for something else cannot answer. */
export function useInertFirst(key: string): boolean {
  const [ready, setReady] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setReady(key), 500);
    return () => clearTimeout(timer);
  }, [key]);
  return ready !== key;
}
