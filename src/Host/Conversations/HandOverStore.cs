using System.Text.Json;
using Homeport.Protocol;
using Homeport.Storage;

namespace Homeport.Host.Conversations;

/// <summary>Hand-overs that wait for a summary, one a task at most. All members run inside a work of the store.</summary>
internal static class HandOverStore
{
    private const string Columns = "task_id, turn_id, agent_type, agent_command, model, prompt";

    public static IReadOnlyList<HandOverRow> All(ReadScope scope) => scope.Query($"SELECT {Columns} FROM hand_overs ORDER BY task_id LIMIT 100", Read);

    public static HandOverRow? Find(ReadScope scope, string taskId) =>
        scope.QuerySingle($"SELECT {Columns} FROM hand_overs WHERE task_id = @task", Read, ("task", taskId));

    public static void Put(WriteScope scope, HandOverRow row)
    {
        Remove(scope, row.TaskId);
        scope.Execute(
            $"INSERT INTO hand_overs ({Columns}) VALUES (@task, @turn, @agent, @command, @model, @prompt)",
            ("task", row.TaskId), ("turn", row.TurnId), ("agent", row.AgentType),
            ("command", row.AgentCommand is null ? null : JsonSerializer.Serialize(row.AgentCommand, ProtocolJson.Default.IReadOnlyListString)),
            ("model", row.Model), ("prompt", row.Prompt));
    }

    public static void Remove(WriteScope scope, string taskId) => scope.Execute("DELETE FROM hand_overs WHERE task_id = @task", ("task", taskId));

    private static HandOverRow Read(Row row) => new()
    {
        TaskId = row.Text(0),
        TurnId = row.Text(1),
        AgentType = row.Text(2),
        AgentCommand = row.TextOrNull(3) is { } command ? JsonSerializer.Deserialize(command, ProtocolJson.Default.IReadOnlyListString) : null,
        Model = row.TextOrNull(4),
        Prompt = row.Text(5),
    };
}

/// <summary>Who is to go on, and with what, once the summary is there.</summary>
internal sealed record HandOverRow
{
    public required string TaskId { get; init; }

    /// <summary>The turn that writes the summary.</summary>
    public required string TurnId { get; init; }

    public required string AgentType { get; init; }
    public IReadOnlyList<string>? AgentCommand { get; init; }
    public string? Model { get; init; }
    public required string Prompt { get; init; }
}
