CREATE TABLE tasks (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    project_id TEXT NOT NULL REFERENCES projects (id),
    title TEXT NOT NULL,
    prompt TEXT NOT NULL,
    state TEXT NOT NULL,
    waiting_reason TEXT,
    agent_type TEXT NOT NULL,
    agent_command TEXT,
    model TEXT,
    permission_mode TEXT NOT NULL,
    isolation TEXT NOT NULL,
    base_branch TEXT,
    branch TEXT,
    base_commit TEXT,
    head_commit TEXT,
    worktree_path TEXT,
    trash_id TEXT,
    changes TEXT,
    merge_record TEXT,
    failure TEXT,
    limit_resets_at BIGINT,
    last_activity TEXT,
    last_activity_at BIGINT,
    usage TEXT NOT NULL,
    session_id TEXT,
    turn_id TEXT,
    pinned INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    state_since BIGINT NOT NULL,
    archived_at BIGINT,
    deleted_at BIGINT,
    purge_at BIGINT,
    pending_approvals INTEGER NOT NULL,
    queued_prompts INTEGER NOT NULL,
    version BIGINT NOT NULL
);

CREATE INDEX tasks_of_workspace ON tasks (workspace_id, id) WHERE archived_at IS NULL AND deleted_at IS NULL;
CREATE INDEX tasks_of_project ON tasks (project_id, id);
CREATE INDEX tasks_by_state ON tasks (state, id);

CREATE TABLE queued_prompts (
    id TEXT NOT NULL PRIMARY KEY,
    task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    prompt TEXT NOT NULL,
    attachments TEXT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE INDEX queued_prompts_of_task ON queued_prompts (task_id, position);

-- A prompt that a client sent twice because it did not hear the first answer is one prompt.
CREATE TABLE prompt_keys (
    task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    idempotency_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (task_id, idempotency_key)
);
