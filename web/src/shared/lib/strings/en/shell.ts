export const shell = {
  'rail.more': '{count} more',
  'newTask.short': 'New',
} as const;
