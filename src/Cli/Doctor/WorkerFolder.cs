using Homeport.Platform.Files;

namespace Homeport.Cli.Doctor;

/// <summary>The folder of one worker process, <c>&lt;root&gt;/worker/&lt;id&gt;</c>. A living worker holds the lock in it.</summary>
internal sealed record WorkerFolder(string Id, string Path, bool IsLiving, long Backlog)
{
    public static IReadOnlyList<WorkerFolder> Of(string root)
    {
        var parent = new DirectoryInfo(System.IO.Path.Combine(root, "worker"));
        return parent.Exists
            ? [.. parent.EnumerateDirectories().Select(folder => new WorkerFolder(
                folder.Name, folder.FullName,
                FileLock.IsHeld(System.IO.Path.Combine(folder.FullName, "lock")),
                new FolderMeasure(1_000_000).Measure(System.IO.Path.Combine(folder.FullName, "journals"), CancellationToken.None).Bytes))]
            : [];
    }
}
