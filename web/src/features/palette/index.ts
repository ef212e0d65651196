export { palette } from './opener';
