export { agentQueries, bindAgents, isReady, preferredAgent, useAgents, useProbeAgents } from './queries';
