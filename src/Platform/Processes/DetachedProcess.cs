using Homeport.Platform.Native;

namespace Homeport.Platform.Processes;

/// <summary>
/// A program that may outlive us: in a session of its own, reading nothing, writing both streams to the end of a file.
/// Nobody kills it but <see cref="StopAsync"/>; a later process of ours takes it up again with <see cref="TryAdopt"/>.
/// </summary>
public sealed class DetachedProcess : IProgram
{
    private const uint OwnerOnly = 0x180; // 0600

    private readonly ProcessTree _tree;

    private DetachedProcess(ProcessTree tree, ProcessIdentity identity, Guid run, bool isAdopted) =>
        (_tree, Identity, RunId, IsAdopted) = (tree, identity, run, isAdopted);

    public int Id => _tree.Id;

    public Guid RunId { get; }

    /// <summary>To be kept in a file, for <see cref="TryAdopt"/>.</summary>
    public ProcessIdentity Identity { get; }

    /// <summary>Somebody else started it, so its exit code will not be known.</summary>
    public bool IsAdopted { get; }

    public Task<ProcessExit> Exited => _tree.Exited;

    /// <param name="start">Give it no owner that a guard of ours takes down.</param>
    /// <param name="outputFile">Created with mode 0600 where missing; written at its end.</param>
    /// <param name="time">For the patience when it is stopped.</param>
    /// <exception cref="ProcessStartException">The program, its folder or the operating system does not allow it.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static DetachedProcess Start(ProcessStart start, string outputFile, TimeProvider time)
    {
        OperatingSystemSupport.DemandLinux("Starting processes");
        var run = Guid.CreateVersion7(time.GetUtcNow());
        var environment = Spawner.Environment(start, ProcessTree.MarkerOf(run));
        var nothing = Open("/dev/null", LibC.O_RDONLY);
        var output = -1;
        try
        {
            output = Open(outputFile, LibC.O_WRONLY | LibC.O_CREAT | LibC.O_APPEND);
            var id = Spawner.Start(start, environment, nothing, output, output);
            var identity = ProcessIdentity.Of(id); // not reaped yet, so the number is its own; null when it has ended already
            var tree = ProcessTree.Watch(id, run, time);
            return new DetachedProcess(tree, identity ?? new ProcessIdentity(id, "ended"), run, isAdopted: false);
        }
        finally
        {
            _ = LibC.close(nothing);
            if (output >= 0)
            {
                _ = LibC.close(output);
            }
        }
    }

    /// <summary>
    /// The program of an earlier start, or null when it is gone, or when its number now belongs to a process of another
    /// start time, of another user or without the run's marker.
    /// </summary>
    /// <exception cref="IOException">It is there but cannot be watched.</exception>
    public static DetachedProcess? TryAdopt(ProcessIdentity identity, Guid run, TimeProvider time)
    {
        OperatingSystemSupport.DemandLinux("Finding a program that was left running");
        if (!identity.IsAlive()
            || FileStatus.Of($"/proc/{identity.Id}")?.UserId != LibC.geteuid()
            || !ProcessSweep.Carries(identity.Id, ProcessTree.MarkerOf(run))
            || ProcessTree.WatchOther(identity, run, time) is not { } tree)
        {
            return null;
        }

        return new DetachedProcess(tree, identity, run, isAdopted: true);
    }

    public IReadOnlyList<int> FindTree() => _tree.FindTree();

    public Task StopAsync(TimeSpan grace, CancellationToken cancellationToken) => _tree.StopAsync(grace, cancellationToken);

    private static unsafe int Open(string path, int flags)
    {
        using var name = new NativeStrings([path]);
        var fd = LibC.open(name.Vector[0], flags | LibC.O_CLOEXEC, OwnerOnly);
        if (fd is >= 0 and <= 2)
        {
            // A host started with a closed standard stream gets 0 to 2 here, which the child's dup2 would then overwrite.
            var moved = LibC.fcntl(fd, LibC.F_DUPFD_CLOEXEC, 3);
            _ = LibC.close(fd);
            fd = moved;
        }

        return fd >= 0 ? fd : throw new IOException($"'{path}' cannot be opened: {LibC.LastError()}. Check that its folder exists and is yours.");
    }
}
