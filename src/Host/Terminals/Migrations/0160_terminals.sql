CREATE TABLE terminals (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    project_id TEXT NOT NULL REFERENCES projects (id),
    task_id TEXT,
    worker_id TEXT NOT NULL,
    name TEXT,
    title TEXT,
    working_directory TEXT NOT NULL,
    shell TEXT NOT NULL,
    column_count BIGINT NOT NULL,
    row_count BIGINT NOT NULL,
    state TEXT NOT NULL,
    exit_code BIGINT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    version BIGINT NOT NULL
);

CREATE INDEX terminals_by_workspace ON terminals (workspace_id, id);
CREATE INDEX terminals_by_task ON terminals (task_id);
CREATE INDEX terminals_by_worker ON terminals (worker_id);
