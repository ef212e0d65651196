using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Host.Commands;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;
using Homeport.Storage;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Trust;

/// <summary>
/// Lets a turn through when every file by which the repository makes programs run was trusted by somebody, exactly as it is.
/// A turn that is not let through waits in the queue with its question.
/// </summary>
internal sealed partial class TrustGate(Database database, IWorkerRpc worker, TimeProvider time, ILogger<TrustGate> logger)
{
    /// <summary>Whether the turn may begin now.</summary>
    public async Task<Result<bool>> CheckAsync(UnitTask task, CancellationToken cancellationToken)
    {
        var request = await database.ReadAsync(scope => RequestOf(scope, task), cancellationToken);
        var asked = await worker.CallAsync<FindUntrustedRequest, FindUntrustedResponse>(WorkerMethods.FindUntrusted, request, cancellationToken);
        if (!asked.Succeeded(out var found, out var problem))
        {
            return problem;
        }

        return found.Files.Count == 0 || !await HoldAsync(task.Id, found.Files, cancellationToken);
    }

    private static FindUntrustedRequest RequestOf(ReadScope scope, UnitTask task) => new()
    {
        WorktreePath = task.WorktreePath!,
        RepositoryPath = TaskWorktrees.RepositoryOf(scope, task).Path,
        CopyIgnored = TaskEnvironments.SetupOf(scope, task)?.CopyIgnored ?? [],
        Trusted = TrustStore.Hashes(scope, task.ProjectId),
    };

    /// <returns>False when the task is not there to be held any more, or the files were trusted in the meantime.</returns>
    private Task<bool> HoldAsync(string taskId, IReadOnlyList<UntrustedFile> files, CancellationToken cancellationToken) => database.WriteAsync(
        scope =>
        {
            if (TaskStore.Find(scope, taskId) is not { State: UnitTaskState.Queued } task
                || TrustStore.Hashes(scope, task.ProjectId).ToHashSet() is var trusted && files.All(file => trusted.Contains(file.Hash)))
            {
                return false;
            }

            var now = time.GetUtcNow();
            TrustStore.Ask(scope, new TrustQuestion(Guid.CreateVersion7(now).ToString(), task.ProjectId, taskId, files, now));
            TaskStore.Save(scope, task with { Hold = QueueHold.Trust }, now);
            LogHeld(taskId, files.Count);
            return true;
        },
        cancellationToken);

    [LoggerMessage(LogLevel.Information, "Task {Task} waits until {Files} files by which its repository runs programs are trusted")]
    private partial void LogHeld(string task, int files);
}
