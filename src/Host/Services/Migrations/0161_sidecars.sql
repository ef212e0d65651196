CREATE TABLE sidecars (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    auto_start BIGINT NOT NULL,
    wanted BIGINT NOT NULL,
    worker_id TEXT,
    status TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE UNIQUE INDEX sidecars_by_name ON sidecars (workspace_id, name);
