export { PastListPage } from './PastListPage';
export { PastSessionPage } from './PastSessionPage';
