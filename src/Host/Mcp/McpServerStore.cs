using System.Text.Json;
using Homeport.Host.Events;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Mcp;
using Homeport.Storage;

namespace Homeport.Host.Mcp;

/// <summary>A server as it is stored.</summary>
/// <param name="View">What clients see.</param>
/// <param name="Values">Its variables, headers and address, sealed.</param>
internal sealed record McpServerRow(McpServerView View, string Values);

/// <summary>The rows of servers. Each change is told in the log, without values.</summary>
internal static class McpServerStore
{
    private const string Columns = "id, definition, secret_values, enabled, version";

    public static McpServerRow? Find(ReadScope scope, string id) =>
        scope.QuerySingle($"SELECT {Columns} FROM mcp_servers WHERE id = @id", Map, ("id", id));

    public static McpServerRow? FindByName(ReadScope scope, string? projectId, string name) => scope.QuerySingle(
        $"SELECT {Columns} FROM mcp_servers WHERE project_id = @project AND name = @name", Map, ("project", projectId ?? ""), ("name", name));

    /// <summary>By name.</summary>
    public static IReadOnlyList<McpServerRow> All(ReadScope scope) =>
        scope.Query($"SELECT {Columns} FROM mcp_servers ORDER BY name, id", Map);

    /// <summary>Those of a project, and those for all projects; with null only the latter.</summary>
    public static IReadOnlyList<McpServerRow> For(ReadScope scope, string? projectId) => scope.Query(
        $"SELECT {Columns} FROM mcp_servers WHERE project_id = '' OR project_id = @project ORDER BY name, id", Map, ("project", projectId ?? ""));

    public static void Add(WriteScope scope, McpServerRow row)
    {
        scope.Execute(
            "INSERT INTO mcp_servers (id, workspace_id, project_id, name, definition, secret_values, enabled, created_at, version) " +
            "VALUES (@id, @workspace, @project, @name, @definition, @values, @enabled, @created, @version)",
            [
                .. Values(row), ("workspace", row.View.WorkspaceId), ("project", row.View.RepositoryGroupId ?? ""),
                ("created", row.View.CreatedAt.ToUnixTimeMilliseconds()),
            ]);
        Tell(scope, row);
    }

    public static void Save(WriteScope scope, McpServerRow row)
    {
        scope.Execute(
            "UPDATE mcp_servers SET name = @name, definition = @definition, secret_values = @values, enabled = @enabled, version = @version WHERE id = @id",
            [.. Values(row)]);
        Tell(scope, row);
    }

    public static void Remove(WriteScope scope, McpServerRow row)
    {
        scope.Execute("DELETE FROM mcp_servers WHERE id = @id", ("id", row.View.Id));
        scope.Append(EventKinds.McpServerRemoved, row.View.WorkspaceId, new RemovedPayload(row.View.Id), ProtocolJson.Default.RemovedPayload);
    }

    /// <summary>With its project.</summary>
    public static void RemoveOf(WriteScope scope, string projectId)
    {
        foreach (var row in For(scope, projectId).Where(row => row.View.RepositoryGroupId == projectId))
        {
            Remove(scope, row);
        }
    }

    private static void Tell(WriteScope scope, McpServerRow row) => scope.Append(
        EventKinds.McpServerChanged, row.View.WorkspaceId, new McpServerChangedPayload(row.View), ProtocolJson.Default.McpServerChangedPayload);

    private static List<(string Name, object? Value)> Values(McpServerRow row) =>
    [
        ("id", row.View.Id), ("name", row.View.Name), ("definition", JsonSerializer.Serialize(row.View, ProtocolJson.Default.McpServerView)),
        ("values", row.Values), ("enabled", row.View.Enabled ? 1L : 0L), ("version", row.View.Version),
    ];

    private static McpServerRow Map(Row row) => new(
        JsonSerializer.Deserialize(row.Text(1), ProtocolJson.Default.McpServerView)! with { Enabled = row.Bool(3), Version = row.Int64(4) },
        row.Text(2));
}
