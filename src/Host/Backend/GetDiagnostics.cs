using System.Globalization;
using System.Runtime.InteropServices;
using Homeport.Domain;
using Homeport.Host.Access;
using Homeport.Host.Workers;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Backend;
using Homeport.Protocol.Link;
using Homeport.Storage;

namespace Homeport.Host.Backend;

/// <summary>Looks at everything that can be amiss; each finding says what to do.</summary>
internal sealed class GetDiagnostics(
    HostOptions options, HostInstance instance, Database database, IWorkerRpc worker, TimeProvider time)
{
    private const long LittleSpace = 1L << 30;
    private const string Ok = "ok";
    private const string Warning = "warning";
    private const string Failed = "failed";

    public async Task<Result<DiagnosticsView>> RunAsync(CancellationToken cancellationToken)
    {
        var agents = await AgentsAsync(cancellationToken);
        return new DiagnosticsView
        {
            Version = options.Version,
            Root = options.Root,
            Platform = $"{RuntimeInformation.OSDescription} ({RuntimeInformation.RuntimeIdentifier}), {RuntimeInformation.FrameworkDescription}",
            Store = database.Opening.Engine,
            Settings = Settings(),
            Checks =
            [
                Listening(), await StoreAsync(cancellationToken), Space(), TokenFile(), WebClient(), Worker(), .. agents,
            ],
        };
    }

    private Dictionary<string, string> Settings() => new(StringComparer.Ordinal)
    {
        ["port"] = instance.Port.ToString(CultureInfo.InvariantCulture),
        ["address"] = options.Address ?? "loopback",
        ["behindProxy"] = options.BehindProxy ? "yes" : "no",
        ["publicNames"] = options.PublicNames.Count.ToString(CultureInfo.InvariantCulture),
        ["auth"] = options.Auth.ToString(),
        ["store"] = options.StoreConnection is null ? "file" : "connection string (not shown)",
        ["web"] = options.WebFolder is null ? "none" : "found",
    };

    private DiagnosticCheck Listening() => Check(
        "host", Ok, string.Create(
            CultureInfo.InvariantCulture,
            $"Process {instance.Pid} answers on port {instance.Port} and on {instance.SocketPath} since {instance.StartedAt:u}."));

    private async Task<DiagnosticCheck> StoreAsync(CancellationToken cancellationToken)
    {
        try
        {
            var start = time.GetTimestamp();
            await database.ReadAsync(static scope => scope.QueryScalar("SELECT COUNT(*) FROM workspaces"), cancellationToken);
            var took = time.GetElapsedTime(start).TotalMilliseconds;
            return Check("store", Ok, string.Create(CultureInfo.InvariantCulture, $"{database.Opening.Engine} answered in {took:0.#} ms."));
        }
        catch (StorageUnavailableException exception)
        {
            return Check("store", Failed, exception.Message, "Look at the message above; the host's log tells more.");
        }
    }

    private DiagnosticCheck Space()
    {
        var free = new DriveInfo(options.Root).AvailableFreeSpace;
        var text = string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1 << 30):0.#} GiB are free where the data folder is.");
        return free >= LittleSpace ? Check("disk", Ok, text) : Check("disk", Warning, text, "Free some space: worktrees and history need it.");
    }

    private DiagnosticCheck TokenFile()
    {
        var path = Path.Combine(options.Root, OwnerToken.FileName);
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        return !File.Exists(path)
            ? Check("token", Warning, "The token's file is gone; programs that read it cannot log in.", "Restart the host: it makes a new one.")
            : !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0
                ? Check("token", Failed, "Others can read the token's file.", $"chmod 600 '{path}', delete it and restart the host for a new one.")
                : Check("token", Ok, "Only you can read the token's file.");
    }

    private DiagnosticCheck WebClient() => options.WebFolder is { } folder && File.Exists(Path.Combine(folder, "index.html"))
        ? Check("web", Ok, "The web client is there.")
        : Check("web", Warning, "The web client was not built or not found.", "Run 'make start', which builds it.");

    private DiagnosticCheck Worker() => worker.Connected > 0
        ? Check("worker", Ok, string.Create(CultureInfo.InvariantCulture, $"{worker.Connected} connected."))
        : Check("worker", Failed, "No worker is connected, so that no task can run.", "Restart the host; its log tells why the worker is gone.");

    private async Task<IReadOnlyList<DiagnosticCheck>> AgentsAsync(CancellationToken cancellationToken)
    {
        if (worker.Connected == 0)
        {
            return [];
        }

        var probed = await worker.CallAsync<ProbeAgentsRequest, ListAgentsResponse>(
            WorkerMethods.ProbeAgents, new ProbeAgentsRequest(), cancellationToken);
        return probed.Succeeded(out var agents, out var problem)
            ? AgentChecks.Of(agents.Items)
            : [Check("agents", Warning, problem.Message, "Look again in a moment.")];
    }

    private static DiagnosticCheck Check(string name, string status, string message, string? next = null) =>
        new() { Name = name, Status = status, Message = message, Next = next };
}
