-- A removed repository stays as a row while tasks in the trash still point to it.
CREATE TABLE repositories (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    path TEXT NOT NULL,
    remote_url TEXT,
    default_branch TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    removed_at BIGINT
);

CREATE UNIQUE INDEX repositories_by_path ON repositories (workspace_id, path) WHERE removed_at IS NULL;
