-- When a task goes on by itself, how often it did, how often it may; and where a forked one comes from.
ALTER TABLE tasks ADD COLUMN resume_at BIGINT;
ALTER TABLE tasks ADD COLUMN attempt INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN max_attempts INTEGER;
ALTER TABLE tasks ADD COLUMN origin TEXT;

-- The turn that runs is being stopped for it.
ALTER TABLE queued_prompts ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;

-- A session may begin as a copy of another one up to a point, or with a text that tells what was said before.
ALTER TABLE agent_sessions ADD COLUMN native_point TEXT;
ALTER TABLE agent_sessions ADD COLUMN context TEXT;

-- The place in the agent's own session where a turn ended; and the rewind that took the turn back.
ALTER TABLE turns ADD COLUMN native_session_id TEXT;
ALTER TABLE turns ADD COLUMN native_point TEXT;
ALTER TABLE turns ADD COLUMN undone_by TEXT;

CREATE TABLE rewinds (
    id TEXT NOT NULL PRIMARY KEY,
    task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    turn_number INTEGER NOT NULL,
    last_turn_number INTEGER NOT NULL,
    session_id TEXT,
    state TEXT NOT NULL,
    snapshot_before INTEGER,
    created_at BIGINT NOT NULL,
    undone_at BIGINT
);

CREATE INDEX rewinds_of_task ON rewinds (task_id, id);

-- A hand-over that waits for the summary of the agent that leaves.
CREATE TABLE hand_overs (
    task_id TEXT NOT NULL PRIMARY KEY REFERENCES tasks (id) ON DELETE CASCADE,
    turn_id TEXT NOT NULL,
    agent_type TEXT NOT NULL,
    agent_command TEXT,
    model TEXT,
    prompt TEXT NOT NULL
);
