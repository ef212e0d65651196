CREATE TABLE projects (
    id TEXT NOT NULL PRIMARY KEY,
    workspace_id TEXT NOT NULL REFERENCES workspaces (id),
    name TEXT NOT NULL,
    color INTEGER NOT NULL,
    sort_order INTEGER NOT NULL,
    defaults TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    removed_at BIGINT,
    version BIGINT NOT NULL
);

CREATE INDEX projects_in_order ON projects (workspace_id, sort_order);

CREATE TABLE project_repositories (
    project_id TEXT NOT NULL REFERENCES projects (id),
    repository_id TEXT NOT NULL REFERENCES repositories (id),
    position INTEGER NOT NULL,
    PRIMARY KEY (project_id, repository_id)
);

CREATE INDEX project_repositories_by_repository ON project_repositories (repository_id);
