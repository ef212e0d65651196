export { bindRules, ruleQueries } from './queries';
