-- The event log: the only history. Sequences are gap-free for each workspace at the moment they are written.
CREATE TABLE session_events (
    workspace_id TEXT NOT NULL,
    sequence     BIGINT NOT NULL,
    kind         TEXT NOT NULL,
    at           BIGINT NOT NULL,
    task_id      TEXT NULL,
    session_id   TEXT NULL,
    turn_id      TEXT NULL,
    item_id      TEXT NULL,
    payload      TEXT NOT NULL,
    PRIMARY KEY (workspace_id, sequence)
);

CREATE INDEX session_events_by_task ON session_events (task_id, sequence) WHERE task_id IS NOT NULL;
CREATE INDEX session_events_by_session ON session_events (session_id, sequence) WHERE session_id IS NOT NULL;

-- The last sequence given out, and the last one that was pruned, for each workspace.
CREATE TABLE event_counters (
    workspace_id   TEXT NOT NULL PRIMARY KEY,
    sequence       BIGINT NOT NULL,
    pruned_through BIGINT NOT NULL DEFAULT 0
);
