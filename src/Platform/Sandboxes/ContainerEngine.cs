using System.Globalization;
using Homeport.Platform.Processes;

namespace Homeport.Platform.Sandboxes;

/// <summary>
/// Runs programs in containers with the command line of Podman or Docker. Everything inside carries the markers of
/// <see cref="ProcessStart"/> in its environment, so it is found and ended like any other process of ours; the container
/// goes with its first process.
/// </summary>
/// <param name="Program">The path of the engine.</param>
/// <param name="Options">Options before the engine's command, such as <c>--runtime runc</c>.</param>
public sealed record ContainerEngine(string Program, IReadOnlyList<string> Options)
{
    public const string InstallStep = "sudo apt-get install podman   (or: sudo dnf install podman, https://docs.docker.com/engine/install)";

    private static readonly string[] Names = ["podman", "docker"];
    private static readonly CommandLimits TrialLimits = new() { MaxOutputBytes = 64 * 1024, MaxErrorBytes = 16 * 1024, Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>An engine starts its containers from a process whose limits may be lower than ours.</summary>
    private const long EnoughOfAny = 16_384;

    /// <summary>Our markers, handed on by name so that no value stands on a command line.</summary>
    private static readonly string[] Markers =
        [ChildProcess.RunVariable, OwnerMarker.Variable, OwnerMarker.WorkerVariable, ProcessRole.Variable, ProcessRole.TaskVariable];

    /// <summary>What the engine's client itself needs and its container does not get.</summary>
    private static readonly string[] ClientNames =
        ["PATH", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "DBUS_SESSION_BUS_ADDRESS", "DOCKER_HOST", "DOCKER_CONFIG", "DOCKER_CONTEXT", "CONTAINER_HOST"];

    /// <summary>Podman, else Docker, by a person's own command line where there is one.</summary>
    /// <param name="commandLine">Such as <c>podman --runtime runc</c>; parted at blanks.</param>
    /// <param name="searchPath">Where to look.</param>
    public static ContainerEngine? Find(string? commandLine, string? searchPath)
    {
        var words = commandLine?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var found = words.Length > 0
            ? Path.IsPathFullyQualified(words[0]) ? words[0] : ExecutableLookup.Find(words[0], searchPath)
            : Names.Select(name => ExecutableLookup.Find(name, searchPath)).FirstOrDefault(path => path is not null);
        return found is null ? null : new ContainerEngine(found, words.Length > 0 ? words[1..] : []);
    }

    /// <summary>The same program in a container.</summary>
    /// <param name="inner">What to run inside; its variables are handed in, without those by which the image finds its programs.</param>
    /// <param name="spec">What it sees beside the image.</param>
    /// <param name="container">Image and limits.</param>
    /// <param name="ours">Our own environment, for the engine's client.</param>
    public ProcessStart Wrap(ProcessStart inner, SandboxSpec spec, ContainerSpec container, IReadOnlyDictionary<string, string> ours)
    {
        List<string> arguments =
        [
            .. Options, "run", "--rm", "--interactive", "--pull", "never", "--read-only",
            "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--security-opt", "label=disable",
            "--pids-limit", Number(container.MostProcesses), "--memory", Number(container.MostMemory), "--memory-swap", Number(container.MostMemory),
            "--cpus", container.MostCpus.ToString("0.##", CultureInfo.InvariantCulture), "--ulimit", "core=0:0",
            "--ulimit", OwnLimit("nofile", "Max open files"), "--ulimit", OwnLimit("nproc", "Max processes"),
            "--tmpfs", "/tmp:rw,exec,nosuid,nodev,mode=1777", "--tmpfs", "/run:rw,nosuid,nodev,mode=755",
            "--hostname", "container", "--label", $"{container.Label}", "--workdir", inner.WorkingDirectory,
        ];
        if (container.HasTerminal)
        {
            arguments.Add("--tty");
        }

        if (container.User is { } user)
        {
            arguments.AddRange(IsPodman ? ["--userns", "keep-id"] : ["--user", user]);
        }

        if (!spec.HasNetwork)
        {
            arguments.AddRange(["--network", "none"]);
        }

        foreach (var mount in spec.Mounts)
        {
            arguments.AddRange(mount.Kind switch
            {
                SandboxMountKind.ReadOnly => ["--mount", $"type=bind,source={mount.Source ?? mount.Path},target={mount.Path},readonly"],
                SandboxMountKind.Writable => ["--mount", $"type=bind,source={mount.Source ?? mount.Path},target={mount.Path}"],
                SandboxMountKind.Empty => ["--tmpfs", $"{mount.Path}:rw,nosuid,nodev,mode=700{(IsPodman ? ",notmpcopyup" : "")}"], // or Podman copies what was to be hidden
                SandboxMountKind.Link => throw new ArgumentException("A container has its own links.", nameof(spec)),
            });
        }

        foreach (var name in inner.Environment.Keys.Where(name => name != "PATH").Concat(Markers))
        {
            arguments.AddRange(["--env", name]);
        }

        var environment = new Dictionary<string, string>(inner.Environment, StringComparer.Ordinal);
        foreach (var name in ClientNames.Where(ours.ContainsKey))
        {
            environment[name] = ours[name];
        }

        return inner with
        {
            FileName = Program,
            Arguments = [.. arguments, container.Image, inner.FileName, .. inner.Arguments],
            Environment = environment,
        };
    }

    /// <summary>Whether there is such an image and a container of it runs with all that we ask for: tried, not guessed.</summary>
    public async Task<SandboxSupport> ProbeAsync(
        ContainerSpec container, IReadOnlyDictionary<string, string> ours, TimeProvider time, CancellationToken cancellationToken)
    {
        var image = await RunAsync(Plain(["image", "inspect", "--format", "{{.Id}}", container.Image], ours), time, cancellationToken);
        if (image is not { IsSuccess: true })
        {
            return new SandboxSupport(
                Program, $"There is no image {container.Image} for {Name}, or {Name} does not answer: {FirstLine(image?.Error)}".TrimEnd(' ', ':') + ".",
                $"{Name} build --tag {container.Image} packaging/agents   (the Containerfile there has the agents in it)");
        }

        var trial = new ProcessStart { FileName = "true", WorkingDirectory = "/", Environment = new Dictionary<string, string>() };
        var run = await RunAsync(
            Wrap(trial, new SandboxSpec { Mounts = [], HasNetwork = false }, container, ours), time, cancellationToken);
        return run is { IsSuccess: true }
            ? new SandboxSupport($"{Program}, image {container.Image}")
            : new SandboxSupport(
                Program, $"{Name} cannot run a container of {container.Image} here: {FirstLine(run?.Error)}",
                $"See what `{Name} run --rm {container.Image} true` says. Options that your machine needs go into HOMEPORT_CONTAINER_ENGINE, such as \"podman --runtime runc --cgroup-manager cgroupfs\".");
    }

    /// <summary>Removes containers of ours that a crash left between their making and their first process.</summary>
    public async Task SweepAsync(
        string label, IReadOnlyDictionary<string, string> ours, TimeProvider time, CancellationToken cancellationToken)
    {
        var list = await RunAsync(
            Plain(["ps", "--all", "--quiet", "--filter", $"label={label}", "--filter", "status=created"], ours), time, cancellationToken);
        var ids = list?.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        if (list is { IsSuccess: true } && ids.Length > 0)
        {
            await RunAsync(Plain(["rm", "--force", .. ids], ours), time, cancellationToken);
        }
    }

    public string Name => Path.GetFileName(Program);

    private bool IsPodman => Name.StartsWith("podman", StringComparison.Ordinal);

    private ProcessStart Plain(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> ours) => new()
    {
        FileName = Program,
        Arguments = [.. Options, .. arguments],
        WorkingDirectory = "/",
        Environment = ours,
    };

    private static async Task<CommandResult?> RunAsync(ProcessStart start, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            return await Command.RunAsync(start, default, TrialLimits, time, cancellationToken);
        }
        catch (Exception failed) when (failed is ProcessStartException or TimeoutException)
        {
            return null;
        }
    }

    private static string FirstLine(string? text) => (text ?? "it did not answer in time").Trim().Split('\n')[^1];

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Our own limit, because an engine that asks for more than we have is refused. A line such as <c>Max open files  1024  1048576  files</c>.</summary>
    private static string OwnLimit(string name, string title)
    {
        var line = Array.Find(File.ReadAllLines("/proc/self/limits"), line => line.StartsWith(title, StringComparison.Ordinal));
        var fields = line?[title.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields is [var soft, var hard, ..] ? $"{name}={Limit(soft)}:{Limit(hard)}" : $"{name}=1024:1024";

        static string Limit(string value) =>
            Number(long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? Math.Min(most, EnoughOfAny) : EnoughOfAny);
    }
}
