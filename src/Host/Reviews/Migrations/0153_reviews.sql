CREATE TABLE review_comments (
    id TEXT NOT NULL PRIMARY KEY,
    task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    side TEXT NOT NULL,
    start_line INTEGER NOT NULL,
    end_line INTEGER NOT NULL,
    quote TEXT,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    author TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    version BIGINT NOT NULL
);

CREATE INDEX review_comments_of_task ON review_comments (task_id, path, start_line);

CREATE TABLE viewed_marks (
    task_id TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    blob_hash TEXT NOT NULL,
    PRIMARY KEY (task_id, path)
);
