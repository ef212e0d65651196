-- What each turn used, as far as its agent has told: the source of all sums of tokens and cost.
CREATE TABLE turn_usage (
    turn_id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    agent_type TEXT NOT NULL,
    model TEXT,
    at BIGINT NOT NULL,
    day TEXT NOT NULL,
    input_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    cache_read_tokens BIGINT NOT NULL,
    cache_write_tokens BIGINT NOT NULL,
    cost_usd DOUBLE PRECISION,
    is_estimated INTEGER NOT NULL,
    is_reported INTEGER NOT NULL
);

CREATE INDEX turn_usage_of_task ON turn_usage (task_id, turn_id);
CREATE INDEX turn_usage_by_day ON turn_usage (workspace_id, day);
CREATE INDEX turn_usage_of_project ON turn_usage (project_id, day);

-- What may be spent: by one task ('task'), by each task of a project ('each_task'), by a project in a month ('month').
CREATE TABLE budgets (
    kind TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    limit_usd DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (kind, owner_id)
);
