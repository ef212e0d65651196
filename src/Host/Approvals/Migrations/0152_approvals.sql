CREATE TABLE approvals (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    session_id TEXT NOT NULL,
    turn_id TEXT,
    state TEXT NOT NULL,
    request TEXT NOT NULL,
    decision TEXT,
    created_at BIGINT NOT NULL,
    decided_at BIGINT
);

CREATE INDEX approvals_of_task ON approvals (task_id, state, id);
CREATE INDEX approvals_by_state ON approvals (workspace_id, state, id);

CREATE TABLE permission_rules (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    agent_type TEXT NOT NULL,
    tool_name TEXT NOT NULL,
    pattern TEXT NOT NULL,
    effect TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (project_id, agent_type, tool_name, pattern)
);
