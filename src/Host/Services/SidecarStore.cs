using System.Text.Json;
using Homeport.Host.Events;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Services;
using Homeport.Storage;

namespace Homeport.Host.Services;

/// <summary>A sidecar as it is stored.</summary>
/// <param name="View">What clients see.</param>
/// <param name="WorkerId">The worker on which it last was started; null before one.</param>
internal sealed record Sidecar(SidecarView View, string? WorkerId)
{
    public string Id => View.Id;

    public StartServiceRequest ToStart() => new()
    {
        ServiceId = View.Id,
        Kind = ServiceKind.Sidecar,
        Name = View.Name,
        Definition = View.Definition,
    };
}

/// <summary>The rows of sidecars. Each change is told in the log.</summary>
internal static class SidecarStore
{
    private const string Columns = "id, workspace_id, name, definition, auto_start, wanted, worker_id, status, created_at, version";

    public static Sidecar? Find(ReadScope scope, string id) =>
        scope.QuerySingle($"SELECT {Columns} FROM sidecars WHERE id = @id", Map, ("id", id));

    public static Sidecar? FindByName(ReadScope scope, string workspaceId, string name) => scope.QuerySingle(
        $"SELECT {Columns} FROM sidecars WHERE workspace_id = @workspace AND name = @name", Map, ("workspace", workspaceId), ("name", name));

    /// <summary>By name.</summary>
    public static IReadOnlyList<Sidecar> List(ReadScope scope, string workspaceId) => scope.Query(
        $"SELECT {Columns} FROM sidecars WHERE workspace_id = @workspace ORDER BY name", Map, ("workspace", workspaceId));

    /// <summary>Of all workspaces.</summary>
    public static IReadOnlyList<Sidecar> All(ReadScope scope) => scope.Query($"SELECT {Columns} FROM sidecars ORDER BY id", Map);

    public static long Count(ReadScope scope, string workspaceId) =>
        scope.QueryScalarOrNull("SELECT COUNT(*) FROM sidecars WHERE workspace_id = @workspace", ("workspace", workspaceId)) ?? 0;

    public static void Add(WriteScope scope, Sidecar sidecar)
    {
        scope.Execute(
            $"INSERT INTO sidecars ({Columns}) VALUES (@id, @workspace, @name, @definition, @auto, @wanted, @worker, @status, @created, @version)",
            [.. Values(sidecar), ("workspace", sidecar.View.WorkspaceId), ("created", sidecar.View.CreatedAt.ToUnixTimeMilliseconds())]);
        Tell(scope, sidecar);
    }

    public static void Save(WriteScope scope, Sidecar sidecar)
    {
        scope.Execute(
            """
            UPDATE sidecars SET name = @name, definition = @definition, auto_start = @auto, wanted = @wanted, worker_id = @worker,
                status = @status, version = @version WHERE id = @id
            """,
            [.. Values(sidecar)]);
        Tell(scope, sidecar);
    }

    public static void Remove(WriteScope scope, Sidecar sidecar)
    {
        scope.Execute("DELETE FROM sidecars WHERE id = @id", ("id", sidecar.Id));
        scope.Append(
            EventKinds.ServiceRemoved, sidecar.View.WorkspaceId, new RemovedPayload(sidecar.Id), ProtocolJson.Default.RemovedPayload);
    }

    private static void Tell(WriteScope scope, Sidecar sidecar) => scope.Append(
        EventKinds.ServiceChanged, sidecar.View.WorkspaceId, new ServiceChangedPayload(sidecar.View.Status, sidecar.View),
        ProtocolJson.Default.ServiceChangedPayload);

    private static List<(string Name, object? Value)> Values(Sidecar sidecar) =>
    [
        ("id", sidecar.Id), ("name", sidecar.View.Name),
        ("definition", JsonSerializer.Serialize(sidecar.View.Definition, ProtocolJson.Default.ServiceDefinition)),
        ("auto", sidecar.View.AutoStart ? 1L : 0L), ("wanted", sidecar.View.Wanted ? 1L : 0L), ("worker", sidecar.WorkerId),
        ("status", JsonSerializer.Serialize(sidecar.View.Status, ProtocolJson.Default.ServiceStatus)), ("version", sidecar.View.Version),
    ];

    private static Sidecar Map(Row row) => new(
        new SidecarView
        {
            Id = row.Text(0),
            WorkspaceId = row.Text(1),
            Name = row.Text(2),
            Definition = JsonSerializer.Deserialize(row.Text(3), ProtocolJson.Default.ServiceDefinition)!,
            AutoStart = row.Bool(4),
            Wanted = row.Bool(5),
            Status = JsonSerializer.Deserialize(row.Text(7), ProtocolJson.Default.ServiceStatus)!,
            CreatedAt = row.Time(8),
            Version = row.Int64(9),
        },
        row.TextOrNull(6));
}
