import { agents } from './agents';
import { approvals } from './approvals';
import { board } from './board';
import { changes } from './changes';
import { common } from './common';
import { fleet } from './fleet';
import { inbox } from './inbox';
import { isolation } from './isolation';
import { newTask } from './newTask';
import { palette } from './palette';
import { past } from './past';
import { races } from './races';
import { services } from './services';
import { settings } from './settings';
import { shell } from './shell';
import { start } from './start';
import { task } from './task';
import { tasks } from './tasks';
import { terminals } from './terminals';
import { trust } from './trust';
import { usage } from './usage';

/** The English catalogue: one file per feature, merged here. */
export const en = {
  ...agents,
  ...approvals,
  ...board,
  ...changes,
  ...common,
  ...fleet,
  ...inbox,
  ...isolation,
  ...newTask,
  ...palette,
  ...past,
  ...races,
  ...services,
  ...settings,
  ...shell,
  ...start,
  ...task,
  ...tasks,
  ...terminals,
  ...trust,
  ...usage,
} as const;
