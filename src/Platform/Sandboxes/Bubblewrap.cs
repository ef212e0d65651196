using Homeport.Platform.Processes;

namespace Homeport.Platform.Sandboxes;

/// <summary>
/// Confines programs with bubblewrap: mount, process, IPC, host name and user namespaces of their own, no capability, no new
/// privileges, no further namespaces. Everything inside dies with the first process, whatever it did to its environment,
/// group and session, because it lives in a process namespace of which that is the root.
/// </summary>
public static class Bubblewrap
{
    public const string ProgramName = "bwrap";
    public const string InstallStep = "sudo apt-get install bubblewrap   (or: sudo dnf install bubblewrap, sudo pacman -S bubblewrap)";

    private const string NamespaceStep =
        "sudo sysctl kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000; on Ubuntu 24.04 and later also: sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0";

    private static readonly CommandLimits TrialLimits = new() { MaxOutputBytes = 4096, MaxErrorBytes = 4096, Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>The same program, confined. Its environment and working folder stay; the folder must be among the mounts.</summary>
    /// <param name="program">The path of bubblewrap.</param>
    /// <param name="inner">What to run inside; a bare name is looked up inside.</param>
    /// <param name="spec">What it sees.</param>
    public static ProcessStart Wrap(string program, ProcessStart inner, SandboxSpec spec)
    {
        List<string> arguments =
        [
            "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try",
            "--disable-userns", "--cap-drop", "ALL", "--die-with-parent", "--hostname", "sandbox",
        ];
        if (!spec.HasNetwork)
        {
            arguments.Add("--unshare-net");
        }

        foreach (var mount in SystemFolders.Mounts())
        {
            Add(arguments, mount);
        }

        arguments.AddRange(["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--dir", "/var/tmp", "--dir", "/run"]);
        foreach (var mount in spec.Mounts)
        {
            Add(arguments, mount);
        }

        return inner with
        {
            FileName = program,
            Arguments = [.. arguments, "--remount-ro", "/", "--chdir", inner.WorkingDirectory, "--", inner.FileName, .. inner.Arguments],
        };
    }

    /// <summary>Whether it is installed and the system lets it make namespaces: tried, not guessed.</summary>
    public static async Task<SandboxSupport> ProbeAsync(string? searchPath, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new SandboxSupport(null, "bubblewrap runs on Linux only.", "Choose 'container', or work with a Linux machine as worker.");
        }

        if (ExecutableLookup.Find(ProgramName, searchPath) is not { } program)
        {
            return new SandboxSupport(null, "bubblewrap is not installed.", InstallStep);
        }

        var trial = new ProcessStart
        {
            FileName = "true",
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
        };
        try
        {
            var result = await Command.RunAsync(
                Wrap(program, trial, new SandboxSpec { Mounts = [], HasNetwork = false }), default, TrialLimits, time, cancellationToken);
            return result.IsSuccess
                ? new SandboxSupport(program)
                : new SandboxSupport(program, $"bubblewrap cannot make a sandbox here: {FirstLine(result.Error)}", NextOf(result.Error));
        }
        catch (Exception failed) when (failed is ProcessStartException or TimeoutException)
        {
            return new SandboxSupport(program, $"bubblewrap cannot be run: {failed.Message}", InstallStep);
        }
    }

    private static string NextOf(string error) => error.Contains("Unknown option", StringComparison.Ordinal)
        ? $"Install bubblewrap 0.8 or later: {InstallStep}"
        : NamespaceStep;

    private static string FirstLine(string text) => text.Trim().Split('\n')[0];

    private static void Add(List<string> arguments, SandboxMount mount) => arguments.AddRange(mount.Kind switch
    {
        SandboxMountKind.ReadOnly => ["--ro-bind", mount.Source ?? mount.Path, mount.Path],
        SandboxMountKind.Writable => ["--bind", mount.Source ?? mount.Path, mount.Path],
        SandboxMountKind.Empty => ["--tmpfs", mount.Path],
        SandboxMountKind.Link => ["--symlink", mount.Source ?? "", mount.Path],
    });
}
