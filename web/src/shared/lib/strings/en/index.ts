import { board } from './board';
import { common } from './common';
import { inbox } from './inbox';
import { newTask } from './newTask';
import { shell } from './shell';
import { start } from './start';
import { tasks } from './tasks';

/** The English catalogue: one file per feature, merged here. */
export const en = { ...board, ...common, ...inbox, ...newTask, ...shell, ...start, ...tasks } as const;
