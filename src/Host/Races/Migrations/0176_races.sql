-- One prompt that several runners work on. What is decided is written down before it is carried out, so that it is carried out
-- whatever happens in between.
CREATE TABLE races (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    project_id TEXT NOT NULL REFERENCES projects (id),
    title TEXT NOT NULL,
    prompt TEXT NOT NULL,
    base_branch TEXT NOT NULL,
    base_commit TEXT NOT NULL,
    verify_command TEXT,
    verify_timeout_seconds INTEGER NOT NULL,
    state TEXT NOT NULL,
    winner_task_id TEXT,
    decided_by TEXT,
    decided_at BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE INDEX races_by_state ON races (state, id);
CREATE INDEX races_of_workspace ON races (workspace_id, id);

-- The task is not referenced: a race still tells of a runner whose task was deleted for good.
CREATE TABLE race_runners (
    race_id TEXT NOT NULL REFERENCES races (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    task_id TEXT NOT NULL,
    profile TEXT NOT NULL,
    problem TEXT,
    trashed INTEGER NOT NULL,
    verification_state TEXT,
    verification TEXT,
    service_id TEXT,
    PRIMARY KEY (race_id, number)
);

CREATE INDEX race_runners_by_verification ON race_runners (verification_state) WHERE verification_state IN ('Waiting', 'Running');

ALTER TABLE tasks ADD COLUMN race_id TEXT;
