using System.Diagnostics.CodeAnalysis;
using Homeport.Platform.Files;

namespace Homeport.Worker;

/// <summary>
/// The folder of one worker process, <c>&lt;root&gt;/worker/&lt;id&gt;</c>, locked for as long as the process lives: a folder
/// without a holder was left by a worker that died, and what is in it wants to be carried on. Disposing lets go.
/// </summary>
internal sealed class WorkerFolder : IDisposable
{
    private const string LockName = "lock";

    private readonly FileLock _lock;

    private WorkerFolder(string id, string path, FileLock held) => (Id, Path, _lock) = (id, path, held);

    /// <summary>The id of the worker whose folder it is.</summary>
    public string Id { get; }

    public string Path { get; }

    /// <summary>A new folder for this process.</summary>
    public static WorkerFolder Create(string root, string id)
    {
        var path = System.IO.Path.Combine(Parent(root), id);
        PrivateDirectory.Ensure(Parent(root));
        PrivateDirectory.Ensure(path);
        return TryHold(path) ?? throw new IOException($"'{path}' is held by another process.");
    }

    /// <summary>The folders of workers that are dead, held by us from here on.</summary>
    public static IReadOnlyList<WorkerFolder> TakeAbandoned(string root) => Directory.Exists(Parent(root))
        ? [.. Directory.EnumerateDirectories(Parent(root)).Order(StringComparer.Ordinal).Select(TryHold).OfType<WorkerFolder>()]
        : [];

    /// <summary>The processes whose folders they are.</summary>
    public static IReadOnlyList<int> Holders(string root)
    {
        var holders = new List<int>();
        foreach (var path in Directory.Exists(Parent(root)) ? Directory.EnumerateDirectories(Parent(root)) : [])
        {
            if (FileLock.TryAcquire(System.IO.Path.Combine(path, LockName), out var held, out var holder))
            {
                held.Dispose(); // left by a dead one
            }
            else if (holder is { } pid)
            {
                holders.Add(pid);
            }
        }

        return holders;
    }

    /// <summary>Removes the folder and what is in it: everything was carried on.</summary>
    public void Remove()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }

        Dispose();
    }

    public void Dispose() => _lock.Dispose();

    private static string Parent(string root) => System.IO.Path.Combine(root, "worker");

    [SuppressMessage("Reliability", "CA2000", Justification = "The folder owns its lock.")]
    private static WorkerFolder? TryHold(string path) =>
        FileLock.TryAcquire(System.IO.Path.Combine(path, LockName), out var held, out _)
            ? new WorkerFolder(System.IO.Path.GetFileName(path), path, held)
            : null;
}
