CREATE TABLE terminal_agents (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    command TEXT NOT NULL,
    environment_names TEXT NOT NULL,
    environment TEXT NOT NULL,
    first_prompt TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE UNIQUE INDEX terminal_agents_by_kind ON terminal_agents (workspace_id, kind);

ALTER TABLE terminals ADD COLUMN session_id TEXT;
