export { AgentLine, agentRefusal } from './AgentLine';
export { AgentSteps } from './AgentSteps';
export { MoreAgents } from './MoreAgents';
export { agentQueries, bindAgents, isReady, needsCommand, preferredAgent, useAgents, useProbeAgents, worksInTerminal } from './queries';
