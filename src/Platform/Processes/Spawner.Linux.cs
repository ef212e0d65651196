using Homeport.Platform.Native;

namespace Homeport.Platform.Processes;

/// <summary>
/// posix_spawn with a session of its own, default signals (the runtime ignores SIGPIPE, which a child must not inherit),
/// an empty mask and no descriptor but the three standard ones.
/// </summary>
internal static unsafe class Spawner
{
    // Larger than glibc's and musl's own types: 80 and 336 bytes on 64-bit Linux.
    private const int ActionsSize = 256;
    private const int AttributesSize = 512;
    private const int SignalSetSize = 128;
    private const int BusyTries = 50;
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(2);

    /// <summary>Starts the program and returns its process id. The descriptors stay open and stay the caller's.</summary>
    /// <exception cref="ProcessStartException">See <see cref="SpawnFailure"/>.</exception>
    public static int Start(ProcessStart start, IReadOnlyList<string> environment, int input, int output, int error) =>
        Start(start, environment, terminal: null, input, output, error);

    /// <summary>Starts the program with the terminal as its three standard streams and as the controlling one of its session.</summary>
    /// <param name="terminal">The path of the slave, such as <c>/dev/pts/3</c>.</param>
    /// <exception cref="ProcessStartException">See <see cref="SpawnFailure"/>.</exception>
    public static int StartOnTerminal(ProcessStart start, IReadOnlyList<string> environment, string terminal) =>
        Start(start, environment, terminal, 0, 0, 0);

    private static int Start(ProcessStart start, IReadOnlyList<string> environment, string? terminal, int input, int output, int error)
    {
        var program = Resolve(start);
        using var argv = new NativeStrings([start.FileName, .. start.Arguments]);
        using var envp = new NativeStrings(environment);
        using var paths = new NativeStrings([program, start.WorkingDirectory, terminal ?? ""]);

        var actions = stackalloc byte[ActionsSize];
        var attributes = stackalloc byte[AttributesSize];
        Demand(LibC.posix_spawn_file_actions_init(actions));
        Demand(LibC.posix_spawnattr_init(attributes));
        try
        {
            if (terminal is not null)
            {
                // The first terminal that the leader of a new session opens becomes its controlling one (Linux).
                Demand(LibC.posix_spawn_file_actions_addopen(actions, 0, paths.Vector[2], LibC.O_RDWR, 0));
            }

            Demand(LibC.posix_spawn_file_actions_adddup2(actions, input, 0));
            Demand(LibC.posix_spawn_file_actions_adddup2(actions, output, 1));
            Demand(LibC.posix_spawn_file_actions_adddup2(actions, error, 2));
            Demand(LibC.posix_spawn_file_actions_addclosefrom_np(actions, 3));
            Demand(LibC.posix_spawn_file_actions_addchdir_np(actions, paths.Vector[1]));
            SetSignalsAndSession(attributes);

            int pid;
            var errno = LibC.posix_spawn(&pid, paths.Vector[0], actions, attributes, argv.Vector, envp.Vector);

            // A program written a moment ago may still be open in a child of another thread, between its fork and its exec.
            for (var tries = 0; errno == LibC.ETXTBSY && tries < BusyTries; tries++)
            {
                SpinWait.SpinUntil(static () => false, BusyPause);
                errno = LibC.posix_spawn(&pid, paths.Vector[0], actions, attributes, argv.Vector, envp.Vector);
            }

            return errno == 0 ? pid : throw SpawnFailure.Explain(errno, start, program);
        }
        finally
        {
            _ = LibC.posix_spawn_file_actions_destroy(actions);
            _ = LibC.posix_spawnattr_destroy(attributes);
        }
    }

    /// <summary>The environment as <c>NAME=value</c>, refused where exec would cut or misread it.</summary>
    public static List<string> Environment(ProcessStart start, string? run)
    {
        var entries = new List<string>(start.Environment.Count + 2);
        foreach (var (name, value) in start.Environment)
        {
            if (name is ChildProcess.RunVariable or OwnerMarker.Variable or OwnerMarker.WorkerVariable
                || (start.Role is not null && name is ProcessRole.Variable or ProcessRole.TaskVariable))
            {
                continue; // ours, below: a stale one of an outer Homeport must not be handed down
            }

            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal)
                || value.Contains('\0', StringComparison.Ordinal))
            {
                throw new ArgumentException($"The environment variable '{name}' has a name or value that no process can be given.", nameof(start));
            }

            entries.Add($"{name}={value}");
        }

        if (run is not null)
        {
            entries.Add(run);
        }

        if (start.Owner is { } owner)
        {
            entries.Add(owner.ToString());
        }

        if (start.Role is { } role)
        {
            entries.AddRange(role.Entries());
        }

        if (start.Worker is { } worker)
        {
            entries.Add(worker.ToString());
        }

        return entries;
    }

    private static string Resolve(ProcessStart start)
    {
        if (start.Arguments.Append(start.FileName).Append(start.WorkingDirectory).Any(text => text.Contains('\0', StringComparison.Ordinal)))
        {
            throw new ArgumentException("A program's name, folder and arguments cannot contain a NUL character.", nameof(start));
        }

        if (!Path.IsPathFullyQualified(start.WorkingDirectory))
        {
            throw new ArgumentException($"The working folder '{start.WorkingDirectory}' must be an absolute path.", nameof(start));
        }

        if (Path.IsPathFullyQualified(start.FileName))
        {
            return start.FileName;
        }

        start.Environment.TryGetValue("PATH", out var searchPath);
        return ExecutableLookup.Find(start.FileName, searchPath) ?? throw SpawnFailure.NotInPath(start.FileName, searchPath);
    }

    private static void SetSignalsAndSession(byte* attributes)
    {
        var signals = stackalloc byte[SignalSetSize];
        _ = LibC.sigfillset(signals);
        Demand(LibC.posix_spawnattr_setsigdefault(attributes, signals));
        _ = LibC.sigemptyset(signals);
        Demand(LibC.posix_spawnattr_setsigmask(attributes, signals));
        Demand(LibC.posix_spawnattr_setflags(
            attributes, LibC.POSIX_SPAWN_SETSID | LibC.POSIX_SPAWN_SETSIGDEF | LibC.POSIX_SPAWN_SETSIGMASK));
    }

    private static void Demand(int errno)
    {
        if (errno != 0)
        {
            throw new InvalidOperationException($"The C library refused a spawn attribute (errno {errno}).");
        }
    }
}
