using Homeport.Host;
using Homeport.Host.Logging;
using Homeport.Platform.Files;
using Homeport.Worker;
using Homeport.Worker.Link;

namespace Homeport.Cli.Serving;

/// <summary>
/// The worker beside a host on this machine. It outlives the host: agents work on while the host is restarted or upgraded. It
/// ends when it is told to, when it is drained, or when it has been without a host and without work for a minute.
/// </summary>
internal sealed class SidecarProgram(Surroundings surroundings)
{
    private static readonly TimeSpan AloneLimit = TimeSpan.FromMinutes(1);

    public async Task<int> RunAsync(string root, IReadOnlyList<string> allowedFolders, string? fingerprint, CancellationToken cancellationToken)
    {
        var logs = Directory.CreateDirectory(Path.Combine(root, HostApplication.LogFolder)).FullName;
        await using var file = new RotatedFile(Path.Combine(logs, "worker.log"), RotationLimits.Default, surroundings.Time);
        using var log = new HostLog(file, surroundings.Errors, surroundings.Time);
        using var signals = new StopSignals();
        var options = new WorkerOptions
        {
            Root = root,
            Environment = surroundings.Environment,
            Program = surroundings.Program,
            Version = surroundings.Version,
            ContainerEngine = surroundings.Variable("HOMEPORT_CONTAINER_ENGINE"),
            ContainerImage = surroundings.Variable("HOMEPORT_CONTAINER_IMAGE"),
            OffersNewestAcp = surroundings.Variable(SidecarLaunch.NewestAcp) == "1",
            ExtraRoots = allowedFolders,
            Fingerprint = fingerprint,
            EndsAlone = AloneLimit,
        };
        await using var worker = await WorkerApplication.StartAsync(options, SocketDial.To(root), log, surroundings.Time, cancellationToken);
        await Task.WhenAny(worker.Ended, signals.Received);
        return ExitCodes.Ok;
    }
}
