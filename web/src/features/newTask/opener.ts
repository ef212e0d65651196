import { createOpenable } from '@/shared/lib/openable';

/** What a new task starts from when something opened the panel for it. */
export interface NewTaskSeed {
  readonly projectId?: string;
  readonly prompt?: string;
}

export const newTaskPanel = createOpenable<NewTaskSeed>();
