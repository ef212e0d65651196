using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Storage;

namespace Homeport.Host.Agents;

/// <summary>A registered program as it is stored.</summary>
/// <param name="View">What clients see.</param>
/// <param name="Environment">Its variables, sealed.</param>
internal sealed record TerminalAgentRow(TerminalAgentView View, string Environment);

/// <summary>The rows of registered programs. All members run inside a work of the store.</summary>
internal static class TerminalAgentStore
{
    private const string Columns = "id, kind, name, command, environment_names, environment, first_prompt, created_at, version";

    public static TerminalAgentRow? Find(ReadScope scope, string id) =>
        scope.QuerySingle($"SELECT {Columns} FROM terminal_agents WHERE id = @id", Map, ("id", id));

    public static TerminalAgentRow? OfKind(ReadScope scope, string kind) =>
        scope.QuerySingle($"SELECT {Columns} FROM terminal_agents WHERE kind = @kind", Map, ("kind", kind));

    /// <summary>By name.</summary>
    public static IReadOnlyList<TerminalAgentRow> List(ReadScope scope) =>
        scope.Query($"SELECT {Columns} FROM terminal_agents ORDER BY name, id", Map);

    public static void Add(WriteScope scope, string workspaceId, TerminalAgentRow row) => scope.Execute(
        $"INSERT INTO terminal_agents ({Columns}, workspace_id) VALUES (@id, @kind, @name, @command, @names, @environment, @first, @created, @version, @workspace)",
        [.. Values(row), ("kind", row.View.Kind), ("created", row.View.CreatedAt.ToUnixTimeMilliseconds()), ("workspace", workspaceId)]);

    public static void Save(WriteScope scope, TerminalAgentRow row) => scope.Execute(
        """
        UPDATE terminal_agents SET name = @name, command = @command, environment_names = @names, environment = @environment,
            first_prompt = @first, version = @version WHERE id = @id
        """,
        [.. Values(row)]);

    public static bool Remove(WriteScope scope, string id) =>
        scope.Execute("DELETE FROM terminal_agents WHERE id = @id", ("id", id)) > 0;

    private static List<(string Name, object? Value)> Values(TerminalAgentRow row) =>
    [
        ("id", row.View.Id), ("name", row.View.Name), ("command", Json(row.View.Command)), ("names", Json(row.View.EnvironmentNames)),
        ("environment", row.Environment), ("first", row.View.FirstPrompt.ToString()), ("version", row.View.Version),
    ];

    private static string Json(IReadOnlyList<string> words) => JsonSerializer.Serialize(words, ProtocolJson.Default.IReadOnlyListString);

    private static IReadOnlyList<string> Words(string json) => JsonSerializer.Deserialize(json, ProtocolJson.Default.IReadOnlyListString)!;

    private static TerminalAgentRow Map(Row row) => new(
        new TerminalAgentView
        {
            Id = row.Text(0),
            Kind = row.Text(1),
            Name = row.Text(2),
            Command = Words(row.Text(3)),
            EnvironmentNames = Words(row.Text(4)),
            FirstPrompt = Enum.Parse<FirstPrompt>(row.Text(6)),
            CreatedAt = row.Time(7),
            Version = row.Int64(8),
        },
        row.Text(5));
}
