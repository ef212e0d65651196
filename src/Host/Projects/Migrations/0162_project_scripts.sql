ALTER TABLE projects ADD COLUMN scripts TEXT;
ALTER TABLE projects ADD COLUMN startup_commands TEXT;

-- Whether the setup of the task's worktree is due, done, failed or skipped; nothing without a worktree.
ALTER TABLE tasks ADD COLUMN setup TEXT;

-- A port belongs to one task only, and keeps its name as long as the worktree is there.
CREATE TABLE port_leases (
    task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    port INTEGER NOT NULL,
    PRIMARY KEY (task_id, name)
);

CREATE UNIQUE INDEX port_leases_by_port ON port_leases (port);
