using Homeport.Domain;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Protocol.Fleet;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Fleet;

/// <summary>Removes exactly what was shown. Each thing is judged again first: one that has changed meanwhile stays.</summary>
internal sealed partial class RunCleanup(
    WorkerDisk disk, IWorkerRpc worker, TaskWorktrees worktrees, StopTask stop, TasksInUse use, ILogger<RunCleanup> logger)
{
    private const int MostItems = 500;

    public async Task<Result<CleanUpResponse>> RunAsync(CleanUpRequest request, CancellationToken cancellationToken)
    {
        if (request.Items.Count is 0 or > MostItems)
        {
            return new Problem(ProblemCode.InvalidRequest, "Nothing, or too much, was chosen.")
            {
                Errors = [new FieldError("items", $"Choose 1 to {MostItems} of the things that the preview showed.")],
            };
        }

        var inUse = await use.FindAsync(cancellationToken);
        var results = new List<CleanupResult>();
        foreach (var choice in request.Items)
        {
            results.Add(await CleanAsync(choice, inUse, cancellationToken));
        }

        var freed = results.Sum(result => result.FreedBytes);
        LogCleaned(results.Count(result => result.Removed), results.Count, freed);
        await disk.MeasureAsync(refresh: true, wait: false, cancellationToken);
        return new CleanUpResponse { Results = results, FreedBytes = freed };
    }

    private async Task<CleanupResult> CleanAsync(CleanupChoice choice, IReadOnlySet<string> inUse, CancellationToken cancellationToken)
    {
        var measured = await disk.MeasurePartAsync(choice.Id, cancellationToken);
        if (!measured.Succeeded(out var found, out var problem))
        {
            return Refused(choice, problem.Message);
        }

        if (found.Part is not { } part)
        {
            return Refused(choice, "It is not there any more.");
        }

        var tasks = await disk.TasksOfAsync([part], cancellationToken);
        var task = part.TaskId is { } id ? tasks.GetValueOrDefault(id) : null;
        return CleanupRules.Judge(part, task, part.TaskId is { } user && inUse.Contains(user)) switch
        {
            null => Refused(choice, "It is in use, or nothing that is cleaned up."),
            { Refusal: { } refusal } => Refused(choice, refusal),
            { } item when item.Fingerprint != choice.Fingerprint => Refused(choice, "It has changed since it was shown. Look again."),
            { Kind: CleanupKind.Worktree } => await RemoveAsync(choice, task!, cancellationToken),
            { Kind: CleanupKind.Orphan } => await RemoveOrphanAsync(choice, part, cancellationToken),
            _ => await DeleteAsync(choice, part, cancellationToken),
        };
    }

    private async Task<CleanupResult> RemoveAsync(CleanupChoice choice, UnitTask task, CancellationToken cancellationToken)
    {
        await stop.StopSessionAsync(task); // an agent that ended its turn keeps its process for a while
        var removed = await worktrees.RemoveAsync(task, cancellationToken);
        return removed.Succeeded(out var now, out var problem) ? InTrash(choice, now.TrashId) : Refused(choice, problem.Message);
    }

    private async Task<CleanupResult> RemoveOrphanAsync(CleanupChoice choice, DiskPart part, CancellationToken cancellationToken)
    {
        if (part is not { TaskId: { } taskId, RepositoryPath: { } repository })
        {
            return Refused(choice, "Whose it is cannot be found out, so no snapshot can be taken of it.");
        }

        var removed = await worker.CallAsync<RemoveWorktreeRequest, RemoveWorktreeResponse>(
            WorkerMethods.RemoveWorktree,
            new RemoveWorktreeRequest { TaskId = taskId, RepositoryPath = repository, WorktreePath = part.Path }, cancellationToken);
        return removed.Succeeded(out var response, out var problem) ? InTrash(choice, response.TrashId) : Refused(choice, problem.Message);
    }

    private async Task<CleanupResult> DeleteAsync(CleanupChoice choice, DiskPart part, CancellationToken cancellationToken)
    {
        var deleted = await worker.CallAsync<DeletePartsRequest, DeletePartsResponse>(
            WorkerMethods.DeleteParts, new DeletePartsRequest { Parts = [new PartToDelete(part.Path, part.Fingerprint)] }, cancellationToken);
        return !deleted.Succeeded(out var response, out var problem) ? Refused(choice, problem.Message)
            : response.Parts[0].Refused is { } refusal ? Refused(choice, refusal)
            : new CleanupResult { Id = choice.Id, Removed = true, FreedBytes = response.Parts[0].Bytes };
    }

    private static CleanupResult InTrash(CleanupChoice choice, string? trashId) =>
        new() { Id = choice.Id, Removed = true, FreedBytes = 0, TrashId = trashId == "gone" ? null : trashId };

    private static CleanupResult Refused(CleanupChoice choice, string message) =>
        new() { Id = choice.Id, Removed = false, FreedBytes = 0, Message = message };

    [LoggerMessage(LogLevel.Information, "Clean-up: {Removed} of {Chosen} things removed, {Bytes} bytes freed")]
    private partial void LogCleaned(int removed, int chosen, long bytes);
}
