export { newTaskPanel, type NewTaskSeed } from './opener';
