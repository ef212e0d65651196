using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Homeport.Cli.Client;
using Homeport.Cli.Serving;
using Homeport.Host;
using Homeport.Host.Backend;
using Homeport.Platform.Processes;
using Homeport.Protocol.Backend;
using Homeport.Protocol.Tasks;
using Homeport.Worker;

namespace Homeport.Cli.Doctor;

/// <summary>What can be found out without a host.</summary>
internal sealed partial class MachineChecks(Surroundings surroundings, string root)
{
    private const string Ok = "ok";
    private const string Warning = "warning";
    private const string Failed = "failed";
    private const long LittleSpace = 1L << 30;
    private static readonly Version OldestGit = new(2, 38);
    private static readonly CommandLimits Limits = new() { MaxOutputBytes = 16 * 1024, MaxErrorBytes = 16 * 1024, Timeout = TimeSpan.FromSeconds(10) };

    public async Task<IReadOnlyList<DiagnosticCheck>> RunAsync(bool isRunning, int? port, CancellationToken cancellationToken) =>
    [
        Folder(),
        isRunning ? Running() : PidFile(),
        .. isRunning ? (DiagnosticCheck[])[] : [Port(port ?? HostOptions.DefaultPort)],
        await GitAsync(cancellationToken),
        Sqlite(),
        Space(),
        WebClient(),
        .. await NodeAsync(cancellationToken),
    ];

    /// <summary>The agents, found as a worker finds them.</summary>
    public async Task<IReadOnlyList<DiagnosticCheck>> AgentsAsync(CancellationToken cancellationToken)
    {
        var agents = await WorkerApplication.ProbeAgentsAsync(WorkerHere(), surroundings.Time, cancellationToken);
        return AgentChecks.Of(agents);
    }

    /// <summary>What can keep an agent, tried as a worker would.</summary>
    public async Task<IReadOnlyList<DiagnosticCheck>> IsolationsAsync(CancellationToken cancellationToken)
    {
        var found = await WorkerApplication.ProbeIsolationsAsync(WorkerHere(), surroundings.Time, cancellationToken);
        return
        [
            .. found.Where(one => one.Kind is Isolation.Sandbox or Isolation.Container).Select(one =>
            {
                var name = $"isolation {(one.Kind == Isolation.Sandbox ? "sandbox" : "container")}";
                return one.Available
                    ? Finding.Ok(name, $"It works, with {one.Detail}.")
                    : Finding.Warning(name, one.Reason!, "Tasks that are to be kept so do not start; in a worktree an agent runs as you.", one.Next!);
            }),
        ];
    }

    private WorkerOptions WorkerHere() => new()
    {
        Root = Directory.Exists(root) ? root : "/",
        Environment = surroundings.Environment,
        Program = surroundings.Program,
        Version = surroundings.Version,
        ContainerEngine = surroundings.Variable("HOMEPORT_CONTAINER_ENGINE"),
        ContainerImage = surroundings.Variable("HOMEPORT_CONTAINER_IMAGE"),
    };

    private DiagnosticCheck Folder()
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
            | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        if (!Directory.Exists(root))
        {
            return Path.Exists(root)
                ? Check("data folder", Failed, $"{root} is no folder.", $"Move it away, or name another one: homeport --root FOLDER")
                : Check("data folder", Ok, $"{root} is made at the first start.");
        }

        if (OperatingSystem.IsWindows())
        {
            return Check("data folder", Ok, root);
        }

        try
        {
            var probe = Path.Combine(root, $".doctor-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Check("data folder", Failed, $"{root} cannot be written: {exception.Message}", $"chown -R \"$(id -un)\" '{root}'");
        }

        return (File.GetUnixFileMode(root) & Others) != 0
            ? Check("data folder", Failed, $"Others can look into {root}.", $"chmod 700 '{root}'")
            : Check("data folder", Ok, $"{root} is yours alone.");
    }

    private DiagnosticCheck Running()
    {
        var file = HostPresence.ReadPidFile(root);
        return Check("running", Ok, file is null
            ? "Homeport answers at its socket."
            : string.Create(CultureInfo.InvariantCulture, $"Homeport answers: process {file.Pid}, http://127.0.0.1:{file.Port}."));
    }

    private DiagnosticCheck PidFile() => HostPresence.ReadPidFile(root) is not { } file
        ? Check("running", Ok, "Homeport does not run on this folder.", "homeport")
        : HostPresence.IsStale(file)
            ? Check("running", Warning, $"Homeport was killed or crashed: its PID file is left, process {file.Pid} is gone.", "homeport   (it takes up where it was)")
            : Check("running", Failed, $"Process {file.Pid} runs but does not answer at its socket.", $"kill {file.Pid}; homeport");

    private static DiagnosticCheck Port(int port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return Check("port", Ok, string.Create(CultureInfo.InvariantCulture, $"Port {port} is free."));
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            var holder = MachineFacts.FindPortHolder(port) is { } found ? $" by {found}" : "";
            return Check(
                "port", Failed, string.Create(CultureInfo.InvariantCulture, $"Port {port} is in use{holder}."),
                "Stop that program, or start with: homeport --port 0");
        }
        catch (SocketException refused)
        {
            return Check("port", Failed, string.Create(CultureInfo.InvariantCulture, $"Port {port} cannot be used: {refused.Message}"), "homeport --port 0");
        }
    }

    private async Task<DiagnosticCheck> GitAsync(CancellationToken cancellationToken)
    {
        const string Install = "apt-get install git   (or: https://git-scm.com/downloads)";
        if (await VersionAsync("git", cancellationToken) is not { } found)
        {
            return Check("git", Failed, "git is not installed.", Install);
        }

        return found.Version < OldestGit
            ? Check("git", Failed, $"git {found.Version} is too old: merging without a checkout needs {OldestGit}.", Install)
            : Check("git", Ok, $"git {found.Version} at {found.Path}.");
    }

    private static DiagnosticCheck Sqlite() => MachineFacts.FindSqlite(out var problem) is { } version
        ? Check("sqlite", Ok, $"SQLite {version}.")
        : Check("sqlite", Failed, problem ?? "SQLite was not found.", "apt-get install libsqlite3-0");

    private DiagnosticCheck Space()
    {
        var folder = root;
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        var free = new DriveInfo(folder).AvailableFreeSpace;
        var text = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1 << 30):0.#} GiB are free where the data folder is.");
        return free >= LittleSpace
            ? Check("disk", Ok, text)
            : Check("disk", Warning, text, $"Free some space: worktrees and history need it. What takes it: du -xh -d1 '{folder}'");
    }

    private static DiagnosticCheck WebClient() => WebFolder.Find(AppContext.BaseDirectory) is { } folder
        ? Check("web", Ok, $"The web client is in {folder}.")
        : Check("web", Warning, "The web client was not built or not found.", "make start   (in a checkout: builds it)");

    /// <summary>Node is needed to build the web client, and so in a checkout only.</summary>
    private async Task<IReadOnlyList<DiagnosticCheck>> NodeAsync(CancellationToken cancellationToken)
    {
        if (WebFolder.FindCheckout(AppContext.BaseDirectory) is null)
        {
            return [];
        }

        return await VersionAsync("node", cancellationToken) is not { } node
            ? [Check("node", Warning, "Node is not installed; the web client cannot be built.", "Install Node 20.19 or newer: https://nodejs.org")]
            : node.Version < new Version(20, 19)
                ? [Check("node", Warning, $"Node {node.Version} is too old to build the web client.", "Install Node 20.19 or newer: https://nodejs.org")]
                : [Check("node", Ok, $"Node {node.Version} at {node.Path}.")];
    }

    private async Task<(Version Version, string Path)?> VersionAsync(string program, CancellationToken cancellationToken)
    {
        if (ExecutableLookup.Find(program, surroundings.Variable("PATH")) is not { } path)
        {
            return null;
        }

        try
        {
            var start = new ProcessStart { FileName = path, Arguments = ["--version"], WorkingDirectory = "/", Environment = surroundings.Environment };
            var result = await Command.RunAsync(start, default, Limits, surroundings.Time, cancellationToken);
            return VersionPattern().Match(result.Text) is { Success: true } match ? (Version.Parse(match.Value), path) : null;
        }
        catch (Exception exception) when (exception is ProcessStartException or TimeoutException)
        {
            return null;
        }
    }

    private static DiagnosticCheck Check(string name, string status, string message, string? next = null) =>
        new() { Name = name, Status = status, Message = message, Next = next };

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
    private static partial Regex VersionPattern();
}
