import { board } from './board';
import { common } from './common';
import { shell } from './shell';
import { tasks } from './tasks';

/** The English catalogue: one file per feature, merged here. */
export const en = { ...board, ...common, ...shell, ...tasks } as const;
