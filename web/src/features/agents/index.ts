export { AgentLine, agentRefusal } from './AgentLine';
export { agentQueries, bindAgents, isReady, preferredAgent, useAgents, useProbeAgents } from './queries';
