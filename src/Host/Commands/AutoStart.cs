using System.Threading.Channels;
using Homeport.Host.Projects;
using Homeport.Host.Tasks;
using Homeport.Protocol.Commands;
using Homeport.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Commands;

/// <summary>Starts the commands that are to start with a task, once its new worktree is set up. The agent does not wait for them.</summary>
internal sealed partial class AutoStart(Database database, RunCommand run, ILogger<AutoStart> logger) : BackgroundService
{
    private const int MostWaiting = 1_000;

    private readonly Channel<string> _tasks = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting)
    {
        SingleReader = true,
        FullMode = BoundedChannelFullMode.DropWrite, // a person can still start them by hand
    });

    /// <summary>Returns at once.</summary>
    public void Begin(string taskId) => _tasks.Writer.TryWrite(taskId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var task in _tasks.Reader.ReadAllAsync(stoppingToken))
            {
                await StartAllAsync(task, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    private async Task StartAllAsync(string taskId, CancellationToken cancellationToken)
    {
        try
        {
            var ids = await database.ReadAsync(scope => Wanted(scope, taskId), cancellationToken);
            foreach (var id in ids)
            {
                var started = await run.StartAsync(new StartCommandRequest { TaskId = taskId, CommandId = id }, cancellationToken);
                if (!started.Succeeded(out _, out var problem))
                {
                    LogRefused(taskId, id, problem.Message);
                }
            }
        }
#pragma warning disable CA1031 // the barrier of a background loop: one task that breaks must not stop the others
        catch (Exception broken) when (broken is not OperationCanceledException)
#pragma warning restore CA1031
        {
            LogBroken(taskId, broken);
        }
    }

    private static string[] Wanted(ReadScope scope, string taskId) =>
        TaskStore.Find(scope, taskId) is { } task && ProjectStore.Find(scope, task.ProjectId) is { } project
            ? [.. project.Commands.Where(command => command.AutoStart).Select(command => command.Id)]
            : [];

    [LoggerMessage(LogLevel.Warning, "Task {Task}: the command {Command} did not start by itself: {Reason}")]
    private partial void LogRefused(string task, string command, string reason);

    [LoggerMessage(LogLevel.Error, "Task {Task}: its commands could not be started")]
    private partial void LogBroken(string task, Exception exception);
}
