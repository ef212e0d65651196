-- A startup command as it was last started for a task, and what became of it. Goes with the worktree.
CREATE TABLE task_commands (
    service_id TEXT NOT NULL PRIMARY KEY,
    task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    command_id TEXT NOT NULL,
    command TEXT NOT NULL,
    worker_id TEXT,
    status TEXT NOT NULL
);

CREATE UNIQUE INDEX task_commands_of_task ON task_commands (task_id, command_id);
