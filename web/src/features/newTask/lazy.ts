export { NewTaskPanel } from './NewTaskPanel';
