using System.Text.Json;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Storage;
using Homeport.Storage.Events;

namespace Homeport.Host.Commands;

/// <summary>Runs the project's cleanup script before a worktree goes. What it wrote stands in the task's timeline; its failure stops nothing.</summary>
internal sealed class CleanupScript(Database database, IWorkerRpc worker, TimeProvider time)
{
    public async Task RunAsync(UnitTask task, CancellationToken cancellationToken)
    {
        var (script, environment) = await database.ReadAsync(
            scope => (TaskEnvironments.ScriptsOf(scope, task).Cleanup, TaskEnvironments.Of(scope, task)), cancellationToken);
        if (script is null)
        {
            return;
        }

        var began = time.GetUtcNow();
        var answer = await worker.CallAsync<RunCleanupRequest, RunCleanupResponse>(
            WorkerMethods.RunCleanup,
            new RunCleanupRequest { TaskId = task.Id, Environment = environment, Script = script }, cancellationToken);
        var result = answer.Succeeded(out var ended, out var problem)
            ? ended
            : new RunCleanupResponse { Succeeded = false, TimedOut = false, DurationSeconds = 0, Output = problem.Message };
        var itemId = $"cleanup-{Guid.CreateVersion7(began)}";
        await database.WriteAsync(
            scope =>
            {
                Append(scope, task, itemId, began, new ToolCallPayload
                {
                    Title = $"Cleanup: {FirstLine(script)}",
                    Kind = ToolKind.Setup,
                    ToolName = "cleanup_script",
                    Status = ToolStatus.InProgress,
                    Input = JsonElement.Parse($$"""{"command": {{JsonSerializer.Serialize(script, ProtocolJson.Default.String)}}}"""),
                });
                Append(scope, task, itemId, time.GetUtcNow(), new ToolCallPayload
                {
                    Status = result.Succeeded ? ToolStatus.Completed : ToolStatus.Failed,
                    ExitCode = result.ExitCode,
                    Content = [new ToolContent { Type = ToolContentType.Text, Text = WithReason(result) }],
                });
            },
            CancellationToken.None);
    }

    private static string WithReason(RunCleanupResponse result) => result.TimedOut
        ? $"{result.Output}\nThe script was stopped because it took longer than {result.DurationSeconds:0} s. The worktree was removed all the same."
        : result.Succeeded ? result.Output : $"{result.Output}\nThe worktree was removed all the same.".TrimStart();

    private static string FirstLine(string script)
    {
        var line = script.Trim().Split('\n')[0].Trim();
        return line.Length > 100 ? line[..100] + "…" : line;
    }

    private static void Append(WriteScope scope, UnitTask task, string itemId, DateTimeOffset at, ToolCallPayload payload) => scope.AppendEvent(
        new EventDraft(task.WorkspaceId, EventKinds.ToolCall, JsonSerializer.Serialize(payload, ProtocolJson.Default.ToolCallPayload))
        {
            TaskId = task.Id,
            SessionId = task.SessionId,
            ItemId = itemId,
            At = at,
        });
}
