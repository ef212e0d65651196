export { IsolationSelect, keepsAgent, NetworkSelect } from './IsolationSelect';
export { useIsolations } from './queries';
