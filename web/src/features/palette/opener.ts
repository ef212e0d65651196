import { createOpenable } from '@/shared/lib/openable';

/** The palette, opened with the text it starts with: '', '>' for commands, '#' for tasks, '@' for projects. */
export const palette = createOpenable<string>();
