using System.Text.Json;
using Homeport.Protocol;
using Homeport.Storage;

namespace Homeport.Host.Commands;

/// <summary>The rows of startup commands that were started for tasks.</summary>
internal static class TaskCommandStore
{
    private const string Columns = "service_id, task_id, command, worker_id, status";

    public static TaskCommand? Find(ReadScope scope, string serviceId) =>
        scope.QuerySingle($"SELECT {Columns} FROM task_commands WHERE service_id = @service", Map, ("service", serviceId));

    public static TaskCommand? Find(ReadScope scope, string taskId, string commandId) => scope.QuerySingle(
        $"SELECT {Columns} FROM task_commands WHERE task_id = @task AND command_id = @command", Map, ("task", taskId), ("command", commandId));

    public static IReadOnlyList<TaskCommand> Of(ReadScope scope, string taskId) =>
        scope.Query($"SELECT {Columns} FROM task_commands WHERE task_id = @task ORDER BY service_id", Map, ("task", taskId));

    public static IReadOnlyList<TaskCommand> All(ReadScope scope) => scope.Query($"SELECT {Columns} FROM task_commands ORDER BY service_id", Map);

    public static void Add(WriteScope scope, TaskCommand command) => scope.Execute(
        """
        INSERT INTO task_commands (service_id, task_id, command_id, command, worker_id, status)
        VALUES (@service, @task, @id, @command, @worker, @status)
        """,
        Values(command));

    public static void Save(WriteScope scope, TaskCommand command) => scope.Execute(
        "UPDATE task_commands SET command_id = @id, command = @command, worker_id = @worker, status = @status WHERE service_id = @service AND task_id = @task",
        Values(command));

    public static void Remove(WriteScope scope, string taskId) => scope.Execute("DELETE FROM task_commands WHERE task_id = @task", ("task", taskId));

    public static void RemoveOne(WriteScope scope, string serviceId) => scope.Execute("DELETE FROM task_commands WHERE service_id = @service", ("service", serviceId));

    private static (string Name, object? Value)[] Values(TaskCommand command) =>
    [
        ("service", command.ServiceId), ("task", command.TaskId), ("id", command.Command.Id),
        ("command", JsonSerializer.Serialize(command.Command, ProtocolJson.Default.StartupCommand)), ("worker", command.WorkerId),
        ("status", JsonSerializer.Serialize(command.Status, ProtocolJson.Default.ServiceStatus)),
    ];

    private static TaskCommand Map(Row row) => new()
    {
        ServiceId = row.Text(0),
        TaskId = row.Text(1),
        Command = JsonSerializer.Deserialize(row.Text(2), ProtocolJson.Default.StartupCommand)!,
        WorkerId = row.TextOrNull(3),
        Status = JsonSerializer.Deserialize(row.Text(4), ProtocolJson.Default.ServiceStatus)!,
    };
}
