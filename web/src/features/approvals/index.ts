export { askTitle, decisionText, useAnswerApproval, useInertFirst } from './answer';
export { ApprovalAnswer, ApprovalCard } from './ApprovalCard';
export { ApprovalDock } from './ApprovalDock';
export { ApprovalPast } from './ApprovalPast';
