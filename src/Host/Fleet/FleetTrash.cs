using Homeport.Domain;
using Homeport.Host.Tasks;
using Homeport.Host.Workers;
using Homeport.Protocol;
using Homeport.Protocol.Fleet;
using Homeport.Protocol.Git;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;

namespace Homeport.Host.Fleet;

/// <summary>The trash: what lies in it, how it comes out again, and how it goes for good.</summary>
internal sealed class FleetTrash(WorkerDisk disk, IWorkerRpc worker, TrashTask trash, TaskWorktrees worktrees)
{
    private const int MostItems = 500;

    public async Task<Result<ListTrashResponse>> ListAsync(CancellationToken cancellationToken)
    {
        var found = await FindAsync(cancellationToken);
        return found.Succeeded(out var entries, out var problem)
            ? new ListTrashResponse { Items = [.. entries.Select(entry => entry.View).OrderByDescending(item => item.CameAt)] }
            : problem;
    }

    public async Task<Result<RestoreFromTrashResponse>> RestoreAsync(RestoreFromTrashRequest request, CancellationToken cancellationToken)
    {
        var found = await FindAsync(cancellationToken);
        if (!found.Succeeded(out var entries, out var problem))
        {
            return problem;
        }

        if (entries.FirstOrDefault(entry => entry.View.Id == request.Id) is not { } entry)
        {
            return new Problem(ProblemCode.NotFound, "It does not lie in the trash any more.");
        }

        if (entry.View.Refusal is { } refusal)
        {
            return new Problem(ProblemCode.Conflict, refusal);
        }

        var restored = await RestoreAsync(entry, cancellationToken);
        return restored is null
            ? new RestoreFromTrashResponse { TaskId = entry.View.TaskId, WorktreePath = entry.View.Origin! }
            : restored;
    }

    public async Task<Result<CleanUpResponse>> EmptyAsync(EmptyTrashRequest request, CancellationToken cancellationToken)
    {
        if (request.Ids.Count is 0 or > MostItems)
        {
            return new Problem(ProblemCode.InvalidRequest, "Nothing, or too much, was chosen.")
            {
                Errors = [new FieldError("ids", $"Name 1 to {MostItems} things that lie in the trash.")],
            };
        }

        var found = await FindAsync(cancellationToken);
        if (!found.Succeeded(out var entries, out var problem))
        {
            return problem;
        }

        var results = new List<CleanupResult>();
        foreach (var id in request.Ids)
        {
            results.Add(await DeleteAsync(id, entries.FirstOrDefault(entry => entry.View.Id == id), cancellationToken));
        }

        return new CleanUpResponse { Results = results, FreedBytes = results.Sum(result => result.FreedBytes) };
    }

    private async Task<CleanupResult> DeleteAsync(string id, Entry? entry, CancellationToken cancellationToken)
    {
        if (entry is null)
        {
            return new CleanupResult { Id = id, Removed = false, FreedBytes = 0, Message = "It does not lie in the trash any more." };
        }

        var deleted = await worker.CallAsync<DeletePartsRequest, DeletePartsResponse>(
            WorkerMethods.DeleteParts, new DeletePartsRequest { Parts = [new PartToDelete(entry.Part.Path, null)] }, cancellationToken);
        var refusal = deleted.Succeeded(out var response, out var problem) ? response.Parts[0].Refused : problem.Message;
        return new CleanupResult { Id = id, Removed = refusal is null, FreedBytes = response?.Parts[0].Bytes ?? 0, Message = refusal };
    }

    /// <summary>The problem; null when it is back.</summary>
    private async Task<Problem?> RestoreAsync(Entry entry, CancellationToken cancellationToken)
    {
        Problem? problem;
        if (entry.Task is { DeletedAt: not null } deleted)
        {
            (await trash.RestoreAsync(new RestoreUnitTaskRequest { Id = deleted.Id }, cancellationToken)).Succeeded(out _, out problem);
        }
        else if (entry.Task is { } task)
        {
            (await worktrees.EnsureAsync(task.Id, cancellationToken)).Succeeded(out _, out problem);
        }
        else
        {
            var restored = await worker.CallAsync<RestoreWorktreeRequest, NoResponse>(
                WorkerMethods.RestoreWorktree,
                new RestoreWorktreeRequest
                {
                    TaskId = entry.Part.TaskId!,
                    RepositoryPath = entry.Part.RepositoryPath!,
                    WorktreePath = entry.Part.Origin!,
                    Branch = entry.Part.Branch!,
                    TrashId = entry.View.Id,
                },
                cancellationToken);
            restored.Succeeded(out _, out problem);
        }

        return problem;
    }

    private async Task<Result<IReadOnlyList<Entry>>> FindAsync(CancellationToken cancellationToken)
    {
        var measured = await disk.MeasureAsync(refresh: false, wait: false, cancellationToken);
        if (!measured.Succeeded(out var usage, out var problem))
        {
            return problem;
        }

        var parts = usage.Parts.Where(part => part.Kind == DiskPartKind.Trash).ToArray();
        var tasks = await disk.TasksOfAsync(parts, cancellationToken);
        return parts.Select(part => Entry.Of(part, part.TaskId is { } id ? tasks.GetValueOrDefault(id) : null)).ToArray();
    }

    /// <summary>One folder in the trash with what is known of it.</summary>
    private sealed record Entry(DiskPart Part, UnitTask? Task, TrashItemView View)
    {
        public static Entry Of(DiskPart part, UnitTask? task)
        {
            var id = Path.GetFileName(part.Path);
            var cameAt = part.At ?? DateTimeOffset.UnixEpoch;
            return new Entry(part, task, new TrashItemView
            {
                Id = id,
                CameAt = cameAt,
                GoneAt = cameAt + TrashTask.Keeping,
                Bytes = part.Measured ? part.Bytes : null,
                TaskId = part.TaskId,
                TaskTitle = task?.Title,
                TaskState = task is null ? null : TaskWords.ToWire(task.State),
                TaskDeleted = task?.DeletedAt is not null,
                Origin = part.Origin,
                Refusal = Refusal(part, task, id),
            });
        }

        private static string? Refusal(DiskPart part, UnitTask? task, string id) =>
            part.Oddity is { } oddity ? oddity
            : part.TaskId is null || part.Origin is null ? $"It was left half made, so there is nothing to put back. What there is lies in {part.Path}."
            : task is not null && (task.TrashId != id || task.WorktreePath != part.Origin) ? $"Its task has a newer worktree. What is in the trash lies in {part.Path}."
            : task is null && (part.RepositoryPath is null || part.Branch is null) ? $"Its repository cannot be found. What there is lies in {part.Path}."
            : null;
    }
}
