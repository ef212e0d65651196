-- When an answer reached the agent. One that did not is carried again to a worker that comes back.
ALTER TABLE approvals ADD COLUMN delivered_at BIGINT;

UPDATE approvals SET delivered_at = decided_at;

CREATE INDEX approvals_undelivered ON approvals (session_id, state, delivered_at);
