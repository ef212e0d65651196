export { taskActions, toastError, useBulkActions, useCreateTask, useTaskAction } from './actions';
export { type Column, columnOf, columns, dropTarget, loudestState, needsPerson, waitingTasks } from './model';
export { applyTask, bindTasks, mergeTask, taskQueries } from './queries';
export { useTasks, useWaitingTasks } from './useTasks';
