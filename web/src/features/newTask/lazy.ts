export { AgentSelect, ModelSelect, ModeSelect } from './AgentChoice';
export { NewTaskPanel } from './NewTaskPanel';
export { resolveDraft, useDraft } from './useDraft';
