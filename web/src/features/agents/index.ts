export { AgentLine, agentRefusal } from './AgentLine';
export { agentQueries, bindAgents, isReady, needsCommand, preferredAgent, useAgents, useProbeAgents } from './queries';
