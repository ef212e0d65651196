-- 0 when the task's sandbox or container has no network; nothing means that it has.
ALTER TABLE tasks ADD COLUMN network INTEGER;

-- What somebody has looked at and trusts in a project. The hash is of path, mode and content.
CREATE TABLE trusted_files (
    project_id TEXT NOT NULL REFERENCES projects (id),
    hash TEXT NOT NULL,
    path TEXT NOT NULL,
    content TEXT,
    accepted_by TEXT NOT NULL,
    accepted_at BIGINT NOT NULL,
    PRIMARY KEY (project_id, hash)
);

-- What a task waits for; one for each task, replaced when its files are others.
CREATE TABLE trust_questions (
    id TEXT NOT NULL PRIMARY KEY,
    project_id TEXT NOT NULL REFERENCES projects (id),
    task_id TEXT NOT NULL UNIQUE REFERENCES tasks (id) ON DELETE CASCADE,
    files TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
