using Homeport.Host.Services;
using Homeport.Host.Tasks;
using Homeport.Storage;

namespace Homeport.Host.Commands;

/// <summary>Ends what runs in a worktree that is about to go, and forgets it with its logs.</summary>
internal sealed class CommandsEnd(Database database, ServiceControl services)
{
    /// <summary>What cannot be reached now is stopped when its worker is back, because nobody knows it any more.</summary>
    public async Task RunAsync(UnitTask task, CancellationToken cancellationToken)
    {
        var commands = await database.ReadAsync(scope => TaskCommandStore.Of(scope, task.Id), cancellationToken);
        await Task.WhenAll(commands.Select(command => services.ForgetAsync(command.WorkerId, command.ServiceId, cancellationToken)));
        if (commands.Count > 0)
        {
            await database.WriteAsync(scope => Forget(scope, task.Id), cancellationToken);
        }
    }

    private static void Forget(WriteScope scope, string taskId)
    {
        var commands = TaskCommandStore.Of(scope, taskId);
        TaskCommandStore.Remove(scope, taskId);
        foreach (var command in commands)
        {
            TaskCommandViews.Tell(scope, command);
        }
    }
}
