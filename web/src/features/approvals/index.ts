export { askTitle, decisionText, useAnswerApproval } from './answer';
export { useInert } from './inert';
export { PatternField, type Draft } from './PatternField';
export { ApprovalAnswer, ApprovalCard } from './ApprovalCard';
export { ApprovalDock } from './ApprovalDock';
export { ApprovalPast } from './ApprovalPast';
export { PatchView } from './PatchView';
