export { keyboardList, KeyboardList } from './KeyboardList';
