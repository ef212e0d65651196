-- The sessions that agents keep in stores of their own, as they were when they were last read. Nothing here is the only copy.
CREATE TABLE past_sessions (
    id TEXT NOT NULL PRIMARY KEY,
    agent_type TEXT NOT NULL,
    path TEXT NOT NULL,
    native_id TEXT NOT NULL,
    title TEXT NOT NULL,
    first_prompt TEXT,
    folder TEXT,
    branch TEXT,
    model TEXT,
    agent_version TEXT,
    messages INTEGER NOT NULL,
    size BIGINT NOT NULL,
    stamp BIGINT NOT NULL,
    read_to BIGINT NOT NULL,
    started_at BIGINT,
    last_at BIGINT NOT NULL,
    is_part INTEGER NOT NULL,
    -- In lower case, for the search: what it is called, and what was said.
    heading TEXT NOT NULL,
    words TEXT NOT NULL
);

CREATE INDEX past_sessions_by_time ON past_sessions (last_at, id);
CREATE INDEX past_sessions_by_native_id ON past_sessions (native_id);
CREATE INDEX agent_sessions_by_native_id ON agent_sessions (native_session_id);

-- The task that goes on with a session. It stays when the session's file is gone.
CREATE TABLE past_session_tasks (
    agent_type TEXT NOT NULL,
    native_id TEXT NOT NULL,
    task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    PRIMARY KEY (agent_type, native_id)
);
