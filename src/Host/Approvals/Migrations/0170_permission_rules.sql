-- Rules reach to a task, a project or everywhere, for one agent or any, by a kind of pattern.
CREATE TABLE kept_rules (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    name TEXT NOT NULL,
    named_by_person BIGINT NOT NULL,
    effect TEXT NOT NULL,
    scope TEXT NOT NULL,
    project_id TEXT REFERENCES projects (id) ON DELETE CASCADE,
    task_id TEXT REFERENCES tasks (id) ON DELETE CASCADE,
    agent_type TEXT,
    tool_name TEXT NOT NULL,
    pattern_kind TEXT NOT NULL,
    pattern TEXT NOT NULL,
    created_by TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

INSERT INTO kept_rules
    (id, workspace_id, name, named_by_person, effect, scope, project_id, task_id, agent_type, tool_name, pattern_kind, pattern, created_by, created_at, updated_at, version)
SELECT id, workspace_id, CASE WHEN pattern = '' THEN tool_name ELSE SUBSTR(pattern, 1, 100) END, 0, effect, 'Project', project_id, NULL, agent_type, tool_name, 'Exact', pattern,
    NULL, created_at, created_at, 1
FROM permission_rules;

DROP TABLE permission_rules;

CREATE INDEX kept_rules_by_scope ON kept_rules (workspace_id, scope);
