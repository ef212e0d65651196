using System.Globalization;
using Homeport.Domain.Tasks;
using Homeport.Host.Tasks;
using Homeport.Protocol.Fleet;

namespace Homeport.Host.Fleet;

/// <summary>What may be cleaned up. Whatever is not listed here stays, and what is in doubt is shown with the reason and stays.</summary>
internal static class CleanupRules
{
    /// <param name="part">What lies there.</param>
    /// <param name="task">The task that it names, if that is known.</param>
    /// <param name="isInUse">A terminal or service runs for the task.</param>
    /// <returns>Null for what is nobody's to clean up.</returns>
    public static CleanupItemView? Judge(DiskPart part, UnitTask? task, bool isInUse) => part.Kind switch
    {
        DiskPartKind.Worktree => JudgeWorktree(part, task, isInUse),
        DiskPartKind.Trash => Item(part, CleanupKind.Trash, task, part.At, part.TaskId is null ? CleanupKeeps.Nothing : CleanupKeeps.Snapshot, part.Oddity),
        DiskPartKind.Leftover => Item(part, CleanupKind.Leftover, task, part.At, CleanupKeeps.Nothing, part.Oddity),
        _ => null,
    };

    private static CleanupItemView? JudgeWorktree(DiskPart part, UnitTask? task, bool isInUse)
    {
        if (task is null)
        {
            return Item(part, CleanupKind.Orphan, null, part.At, CleanupKeeps.TrashAndSnapshot, part.Oddity);
        }

        if (part.Oddity is not null || !task.HasWorktree || task.WorktreePath != part.Path)
        {
            return Item(
                part, CleanupKind.Orphan, task, part.At, CleanupKeeps.TrashAndSnapshot,
                part.Oddity ?? "Its task says that its worktree is elsewhere or in the trash, so which of them is right is not known. Look at it, and remove it by hand if you want it gone.");
        }

        return EndedAt(task) is { } ended
            ? Item(
                part, CleanupKind.Worktree, task, ended, CleanupKeeps.TrashAndSnapshot,
                isInUse ? "A terminal or a service of this task still runs. Close it first." : null)
            : null;
    }

    /// <summary>Null while there is something to do or to decide.</summary>
    private static DateTimeOffset? EndedAt(UnitTask task) => task.State switch
    {
        UnitTaskState.Done or UnitTaskState.Cancelled or UnitTaskState.Rejected => task.StateSince,
        UnitTaskState.Queued or UnitTaskState.Running or UnitTaskState.Waiting => null,
        _ => task.ArchivedAt,
    };

    private static CleanupItemView Item(
        DiskPart part, CleanupKind kind, UnitTask? task, DateTimeOffset? since, CleanupKeeps keeps, string? refusal)
    {
        return new CleanupItemView
        {
            Id = part.Path,
            Fingerprint = string.Create(CultureInfo.InvariantCulture, $"{part.Fingerprint}-{task?.Version ?? 0:x}"),
            Kind = kind,
            TaskId = part.TaskId,
            TaskTitle = task?.Title,
            TaskState = task is null ? null : TaskWords.ToWire(task.State),
            Bytes = part.Bytes,
            Files = part.Files,
            Since = since ?? DateTimeOffset.UnixEpoch,
            Keeps = keeps,
            Refusal = refusal ?? (part.Complete ? null : "It has more files than can be looked at, so what is in it is not known."),
        };
    }
}
