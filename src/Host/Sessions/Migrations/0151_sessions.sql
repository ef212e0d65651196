CREATE TABLE agent_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    agent_type TEXT NOT NULL,
    agent_version TEXT,
    model TEXT,
    native_session_id TEXT,
    worker_id TEXT,
    state TEXT NOT NULL,
    usage TEXT NOT NULL,
    journal_id TEXT,
    journal_number BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);

CREATE INDEX agent_sessions_of_task ON agent_sessions (task_id, id);

CREATE TABLE turns (
    id TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES agent_sessions (id) ON DELETE CASCADE,
    task_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    prompt TEXT NOT NULL,
    attachments TEXT,
    state TEXT NOT NULL,
    stop_reason TEXT,
    lease_token BIGINT,
    usage TEXT,
    snapshot_before INTEGER,
    snapshot_after INTEGER,
    started_at BIGINT NOT NULL,
    ended_at BIGINT
);

CREATE INDEX turns_of_session ON turns (session_id, number);
CREATE INDEX turns_by_state ON turns (state, id);

-- The right of one worker to run one turn. The token is the fence: a report with another one is refused.
CREATE TABLE leases (
    token BIGINT NOT NULL PRIMARY KEY,
    turn_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    worker_id TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT
);
