export { BudgetAsk } from './BudgetAsk';
export { CostPanel } from './CostPanel';
export { ProjectBudgetForm } from './ProjectBudgetForm';
export { useProjectBudgetWord } from './ProjectBudgetForm';
export { UsageSection } from './UsageSection';
