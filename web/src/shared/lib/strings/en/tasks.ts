export const tasks = {
  'tasks.archived.one': 'Archived {count} task',
  'tasks.archived.other': 'Archived {count} tasks',
  'tasks.deleted.one': 'Moved {count} task to the trash',
  'tasks.deleted.other': 'Moved {count} tasks to the trash',
  'tasks.deletedDetail': 'Kept for 7 days, worktree included',
} as const;
