using System.Text.Json;
using Homeport.Host.Events;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Projects;
using Homeport.Storage;

namespace Homeport.Host.Projects;

/// <summary>The rows of projects. Each change is told in the log.</summary>
internal static class ProjectStore
{
    private const int Colors = 8;
    private const string Columns = "id, workspace_id, name, color, sort_order, defaults, created_at, version, scripts, startup_commands";

    public static RepositoryGroupView? Find(ReadScope scope, string id) => WithRepositories(scope, scope.QuerySingle(
        $"SELECT {Columns} FROM projects WHERE id = @id AND removed_at IS NULL", Map, ("id", id)));

    /// <summary>For what is left of a removed one, such as tasks in the trash.</summary>
    public static RepositoryGroupView? FindEvenRemoved(ReadScope scope, string id) => WithRepositories(scope, scope.QuerySingle(
        $"SELECT {Columns} FROM projects WHERE id = @id", Map, ("id", id)));

    /// <summary>In their order.</summary>
    public static IReadOnlyList<RepositoryGroupView> List(ReadScope scope, string workspaceId)
    {
        var projects = scope.Query(
            $"SELECT {Columns} FROM projects WHERE workspace_id = @workspace AND removed_at IS NULL ORDER BY sort_order, id",
            Map, ("workspace", workspaceId));
        var repositories = scope.Query(
            """
            SELECT l.project_id, l.repository_id FROM project_repositories l
            JOIN projects p ON p.id = l.project_id
            WHERE p.workspace_id = @workspace AND p.removed_at IS NULL ORDER BY l.project_id, l.position
            """,
            static row => (Project: row.Text(0), Repository: row.Text(1)), ("workspace", workspaceId))
            .ToLookup(static link => link.Project, static link => link.Repository);
        return [.. projects.Select(project => project with { RepositoryIds = [.. repositories[project.Id]] })];
    }

    public static bool UsesRepository(ReadScope scope, string repositoryId) => scope.QueryScalarOrNull(
        """
        SELECT 1 FROM project_repositories l JOIN projects p ON p.id = l.project_id
        WHERE l.repository_id = @repository AND p.removed_at IS NULL LIMIT 1
        """,
        ("repository", repositoryId)) is not null;

    /// <summary>Adds it at the end, with the next colour where none was chosen.</summary>
    /// <returns>The project as it is stored.</returns>
    public static RepositoryGroupView Add(WriteScope scope, RepositoryGroupView project)
    {
        var last = scope.QueryScalarOrNull(
            "SELECT MAX(sort_order) FROM projects WHERE workspace_id = @workspace", ("workspace", project.WorkspaceId)) ?? -1;
        project = project with
        {
            SortOrder = (int)last + 1,
            Color = project.Color > 0 ? project.Color : ((int)(last + 1) % Colors) + 1,
        };
        scope.Execute(
            """
            INSERT INTO projects (id, workspace_id, name, color, sort_order, defaults, created_at, version)
            VALUES (@id, @workspace, @name, @color, @order, @defaults, @created, @version)
            """,
            ("id", project.Id), ("workspace", project.WorkspaceId), ("name", project.Name), ("color", project.Color),
            ("order", project.SortOrder), ("defaults", Write(project.Defaults)),
            ("created", project.CreatedAt.ToUnixTimeMilliseconds()), ("version", project.Version));
        for (var position = 0; position < project.RepositoryIds.Count; position++)
        {
            scope.Execute(
                "INSERT INTO project_repositories (project_id, repository_id, position) VALUES (@project, @repository, @position)",
                ("project", project.Id), ("repository", project.RepositoryIds[position]), ("position", position));
        }

        Tell(scope, project);
        return project;
    }

    /// <summary>Stores what can be changed of it, with its next version.</summary>
    /// <returns>The project as it is stored.</returns>
    public static RepositoryGroupView Save(WriteScope scope, RepositoryGroupView project)
    {
        project = project with { Version = project.Version + 1 };
        scope.Execute(
            """
            UPDATE projects SET name = @name, color = @color, sort_order = @order, defaults = @defaults, scripts = @scripts,
                startup_commands = @commands, version = @version
            WHERE id = @id
            """,
            ("name", project.Name), ("color", project.Color), ("order", project.SortOrder), ("defaults", Write(project.Defaults)),
            ("scripts", JsonSerializer.Serialize(project.Scripts, ProtocolJson.Default.ProjectScripts)),
            ("commands", JsonSerializer.Serialize(project.Commands, ProtocolJson.Default.IReadOnlyListStartupCommand)),
            ("version", project.Version), ("id", project.Id));
        Tell(scope, project);
        return project;
    }

    public static void Remove(WriteScope scope, RepositoryGroupView project, DateTimeOffset now)
    {
        scope.Execute("UPDATE projects SET removed_at = @now WHERE id = @id", ("now", now.ToUnixTimeMilliseconds()), ("id", project.Id));
        scope.Append(
            EventKinds.RepositoryGroupRemoved, project.WorkspaceId, new RemovedPayload(project.Id), ProtocolJson.Default.RemovedPayload);
    }

    private static void Tell(WriteScope scope, RepositoryGroupView project) => scope.Append(
        EventKinds.RepositoryGroupChanged, project.WorkspaceId, new RepositoryGroupChangedPayload(project),
        ProtocolJson.Default.RepositoryGroupChangedPayload);

    private static RepositoryGroupView? WithRepositories(ReadScope scope, RepositoryGroupView? project) => project is null
        ? null
        : project with
        {
            RepositoryIds = scope.Query(
                "SELECT repository_id FROM project_repositories WHERE project_id = @project ORDER BY position",
                static row => row.Text(0), ("project", project.Id)),
        };

    private static string Write(ProjectDefaults defaults) => JsonSerializer.Serialize(defaults, ProtocolJson.Default.ProjectDefaults);

    private static RepositoryGroupView Map(Row row) => new()
    {
        Id = row.Text(0),
        WorkspaceId = row.Text(1),
        Name = row.Text(2),
        Color = row.Int32(3),
        SortOrder = row.Int32(4),
        Defaults = JsonSerializer.Deserialize(row.Text(5), ProtocolJson.Default.ProjectDefaults) ?? new ProjectDefaults(),
        CreatedAt = row.Time(6),
        Version = row.Int64(7),
        Scripts = row.TextOrNull(8) is { } scripts
            ? JsonSerializer.Deserialize(scripts, ProtocolJson.Default.ProjectScripts)!
            : new ProjectScripts { CopyIgnored = [] },
        Commands = row.TextOrNull(9) is { } commands
            ? JsonSerializer.Deserialize(commands, ProtocolJson.Default.IReadOnlyListStartupCommand)!
            : [],
        RepositoryIds = [],
    };
}
