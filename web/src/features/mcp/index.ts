export { applyMcpServer, bindMcp, mcpQueries, useMcpActions } from './queries';
