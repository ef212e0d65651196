using Homeport.Host.Projects;
using Homeport.Host.Tasks;
using Homeport.Protocol.Commands;
using Homeport.Storage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Commands;

/// <summary>Starts the commands that are to start with a task, once its new worktree is set up. The agent does not wait for them.</summary>
internal sealed partial class AutoStart(Database database, RunCommand run, ILogger<AutoStart> logger) : PerTaskService(logger)
{
    private readonly ILogger _logger = logger;

    protected override async Task WorkAsync(string taskId, CancellationToken cancellationToken)
    {
        var ids = await database.ReadAsync(scope => Wanted(scope, taskId), cancellationToken);
        foreach (var id in ids)
        {
            var started = await run.StartAsync(new StartCommandRequest { TaskId = taskId, CommandId = id }, cancellationToken);
            if (!started.Succeeded(out _, out var problem))
            {
                LogRefused(_logger, taskId, id, problem.Message);
            }
        }
    }

    private static string[] Wanted(ReadScope scope, string taskId) =>
        TaskStore.Find(scope, taskId) is { } task && ProjectStore.Find(scope, task.ProjectId) is { } project
            ? [.. project.Commands.Where(command => command.AutoStart).Select(command => command.Id)]
            : [];

    [LoggerMessage(LogLevel.Warning, "Task {Task}: the command {Command} did not start by itself: {Reason}")]
    private static partial void LogRefused(ILogger logger, string task, string command, string reason);
}
