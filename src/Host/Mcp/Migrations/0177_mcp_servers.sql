CREATE TABLE mcp_servers (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    project_id TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    secret_values TEXT NOT NULL,
    enabled BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE UNIQUE INDEX mcp_servers_by_name ON mcp_servers (workspace_id, project_id, name);
