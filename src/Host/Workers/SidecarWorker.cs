using Homeport.Host.Sessions;
using Homeport.Platform.Files;
using Homeport.Platform.Processes;
using Homeport.Platform.Supervision;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Homeport.Host.Workers;

/// <summary>
/// Keeps the worker beside this host alive. It outlives the host: a later host takes the same process up again by its PID
/// file and waits for it to dial. A worker that was started with other settings has another PID file, so it is left to drain
/// while a new one takes the new work.
/// </summary>
internal sealed partial class SidecarWorker(
    HostOptions options, WorkerDirectory workers, TimeProvider time, ILogger<SidecarWorker> logger) : IHostedService, IAsyncDisposable
{
    /// <summary>Without a worker nothing goes on here, so the first tries come at once, and it is never given up.</summary>
    private static readonly RestartBackoff Backoff = new()
    {
        Base = TimeSpan.FromMilliseconds(100),
        Jitter = TimeSpan.FromMilliseconds(100),
        Cap = TimeSpan.FromSeconds(30),
        Tries = int.MaxValue,
        ResetAfter = TimeSpan.FromSeconds(10),
    };

    private readonly CancellationTokenSource _stopping = new();
    private SupervisedProcess? _process;
    private Task _telling = Task.CompletedTask;

    /// <summary>Null where somebody else brings the worker.</summary>
    public SupervisionStatus? Status => _process?.Status;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Sidecar is not { } sidecar)
        {
            return Task.CompletedTask;
        }

        var folder = Path.Combine(options.Root, "worker");
        PrivateDirectory.Ensure(folder);
        RemoveStale(folder);
        var process = _process = new SupervisedProcess(Spec(sidecar, folder), time, Random.Shared);
        process.Start();
        _telling = Task.Run(() => TellAsync(process), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Lets the worker go: what runs on it goes on without this host.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_process is { } process)
        {
            await process.LetGoAsync(cancellationToken);
        }

        await _stopping.CancelAsync();
        await _telling;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            await process.DisposeAsync();
        }

        _stopping.Dispose();
    }

    private SupervisionSpec Spec(SidecarOptions sidecar, string folder) => new()
    {
        Name = "the worker",
        Start = new ProcessStart
        {
            FileName = sidecar.Program[0],
            Arguments = [.. sidecar.Program.Skip(1)],
            WorkingDirectory = options.Root,
            Environment = sidecar.Environment,
        },
        Restart = RestartPolicy.Always,
        Backoff = Backoff,
        Health = new HealthCheck
        {
            Probe = (status, _) => Task.FromResult(WhatIsWrongWith(status.ProcessId)),
            Failures = 6,
        },
        Detached = new DetachedRun(
            Path.Combine(folder, $"sidecar-{sidecar.Fingerprint}.json"),
            Path.Combine(options.Root, HostApplication.LogFolder, "worker.out")),
    };

    /// <summary>The PID files of workers with other settings, which were drained and have ended.</summary>
    private static void RemoveStale(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "sidecar-*.json").Where(file => !DetachedRun.IsAlive(file)))
        {
            File.Delete(file);
        }
    }

    /// <summary>
    /// It dials several times a second, so one that has not come in a minute hangs; so does one that is not heard for the length
    /// of a lease, when its turns are given up anyway.
    /// </summary>
    private string? WhatIsWrongWith(int? processId) => workers.All.FirstOrDefault(worker => worker.ProcessId == processId) switch
    {
        null => "it does not connect",
        { } silent when silent.SilentFor(time) > LeaseStore.Length => "it is connected and says nothing",
        _ => null,
    };

    private async Task TellAsync(SupervisedProcess process)
    {
        try
        {
            await foreach (var status in process.WatchAsync(_stopping.Token))
            {
                if (status.State is SupervisionState.Failed or SupervisionState.Backoff)
                {
                    LogTrouble(status.State, status.Reason, string.Join(" | ", status.LastErrors));
                }
                else
                {
                    LogState(status.State, status.ProcessId, status.Reason);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    [LoggerMessage(LogLevel.Information, "The worker is {State} (process {Process}): {Reason}")]
    private partial void LogState(SupervisionState state, int? process, string reason);

    [LoggerMessage(LogLevel.Error, "The worker is {State}: {Reason} {LastErrors}")]
    private partial void LogTrouble(SupervisionState state, string reason, string lastErrors);
}
