using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Homeport.Platform.Processes;
using Homeport.Platform.Supervision;
using Homeport.Protocol;
using Homeport.Protocol.Services;
using Homeport.Worker.Sandboxes;

namespace Homeport.Worker.Services;

/// <summary>One service by its id: the supervised program of its latest definition, and the telling of its changes.</summary>
internal sealed class SupervisedService(
    string id, WorkerOptions options, Confining confining, IServiceNotices notices, TimeProvider time) : IAsyncDisposable
{
    private const int UsualLines = 200;
    private const int MostLines = 2000;
    private const double LongestWait = 25;
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MistakePatience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LaterLook = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _changing = new(1);
    private readonly SemaphoreSlim _telling = new(1);
    private volatile Run? _run;

    /// <summary>Null before the first start.</summary>
    public ServiceStatus? Status => _run is { } run ? StatusOf(run) : null;

    public bool IsOver => _run is not { } run || run.Process.Status.State is SupervisionState.Stopped or SupervisionState.Failed;

    /// <summary>When it came to rest, for the choice of which to forget.</summary>
    public DateTimeOffset Since => _run?.Process.Status.At ?? DateTimeOffset.MinValue;

    /// <exception cref="WorkerRefusedException">The definition cannot be run.</exception>
    public async Task<ServiceStatus> StartAsync(StartServiceRequest request, bool isRestart, CancellationToken cancellationToken)
    {
        var spec = ServiceSpecs.Build(request, options, LogFile(id, options));
        var confinement = await confining.PrepareAsync(request.Environment?.Isolation, agent: null, cancellationToken);
        spec = spec with { Start = confinement.Apply(spec.Start) };
        var text = JsonSerializer.Serialize(request, ProtocolJson.Default.StartServiceRequest);
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_run is { } old && old.Text != text)
            {
                await old.DisposeAsync();
                _run = null;
            }

            var run = _run ??= Begin(request, text, spec);
            await SettleAsync(run, isRestart, cancellationToken);
            return StatusOf(run);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Returns when nothing of it is left.</summary>
    public async Task<ServiceStatus?> StopAsync(CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_run is { } run)
            {
                await run.Process.StopAsync(cancellationToken);
            }

            return Status;
        }
        finally
        {
            _changing.Release();
        }
    }

    public async Task<ServiceLogResponse> ReadLogAsync(ReadServiceLogRequest request, CancellationToken cancellationToken)
    {
        if (_run?.Process.Log is not { } log)
        {
            return ReadFile(id, options, request);
        }

        var limit = Limit(request);
        if (request.From is { } from && request.WaitSeconds is > 0 and var wait && log.Last == from - 1)
        {
            try
            {
                await log.WaitForMoreAsync(from - 1, cancellationToken).WaitAsync(TimeSpan.FromSeconds(Math.Min(wait, LongestWait)), time, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Nothing new.
            }
        }

        // A number from before this worker, or none: the last lines.
        var last = log.Last;
        var first = request.From is { } asked && asked <= last + 1 ? asked : last - limit + 1;
        var lines = log.Read(first, limit);
        return new ServiceLogResponse
        {
            Lines = [.. lines.Select(Line)],
            Next = lines.Count > 0 ? lines[^1].Number + 1 : last + 1,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _changing.WaitAsync();
        if (_run is { } run)
        {
            await run.DisposeAsync();
        }

        _changing.Dispose();
        _telling.Dispose();
    }

    /// <summary>What an earlier worker wrote down.</summary>
    public static ServiceLogResponse ReadFile(string id, WorkerOptions options, ReadServiceLogRequest request) =>
        ServiceLogFile.Tail(LogFile(id, options), Limit(request), isMore: request.From is not null);

    public static string LogFile(string id, WorkerOptions options) => Path.Combine(options.Root, "logs", "services", $"{id}.log");

    private static int Limit(ReadServiceLogRequest request) => Math.Clamp(request.Limit ?? UsualLines, 1, MostLines);

    [SuppressMessage("Reliability", "CA2000", Justification = "The run owns the process, and this the run.")]
    private Run Begin(StartServiceRequest request, string text, SupervisionSpec spec)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(spec.OutputFile!)!);
        var run = new Run(request, text, new SupervisedProcess(spec, time, Random.Shared));
        run.Watching = Task.WhenAll(TellChangesAsync(run), LookForPortsAsync(run));
        return run;
    }

    /// <summary>
    /// Most starts are over in a moment, and then the answer can say how they went. One without a word that it is ready
    /// counts as running at once, so a mistyped command shows a little later.
    /// </summary>
    private async Task SettleAsync(Run run, bool isRestart, CancellationToken cancellationToken)
    {
        var process = run.Process;
        try
        {
            var settled = await (isRestart ? process.RestartAsync(cancellationToken) : process.StartAsync(cancellationToken))
                .WaitAsync(AnswerPatience, time, cancellationToken);
            if (settled.State == SupervisionState.Running && time.GetUtcNow() - settled.At < MistakePatience)
            {
                await process.WaitAsync(status => status.Number != settled.Number, cancellationToken)
                    .WaitAsync(MistakePatience, time, cancellationToken);
            }
        }
        catch (TimeoutException)
        {
            // It goes on; its changes are told.
        }
    }

    private async Task TellChangesAsync(Run run)
    {
        await foreach (var status in run.Process.WatchAsync(CancellationToken.None)) // ends with the process
        {
            if (status is not { State: SupervisionState.Starting, ProcessId: null } && status.Number > 0)
            {
                if (!status.IsAlive)
                {
                    run.Ports = [];
                }

                await TellAsync(run);
            }
        }
    }

    private async Task LookForPortsAsync(Run run)
    {
        try
        {
            while (true)
            {
                var running = await run.Process.WaitAsync(static status => status.State == SupervisionState.Running, run.Ended.Token);
                var pause = FirstLook;
                while (run.Process.Status.Number == running.Number)
                {
                    await Task.Delay(pause, time, run.Ended.Token);
                    pause = pause * 2 < LaterLook ? pause * 2 : LaterLook;
                    var ports = ListeningSockets.Of(run.Process.FindTree());
                    if (run.Process.Status.Number == running.Number && !ports.SequenceEqual(run.Ports))
                    {
                        run.Ports = ports;
                        await TellAsync(run);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It is being replaced or the worker ends.
        }
    }

    /// <summary>One at a time, each with what holds then, so that no older word comes after a newer one.</summary>
    private async Task TellAsync(Run run)
    {
        await _telling.WaitAsync();
        try
        {
            await notices.TellAsync(StatusOf(run), CancellationToken.None);
        }
        finally
        {
            _telling.Release();
        }
    }

    private ServiceStatus StatusOf(Run run)
    {
        var status = run.Process.Status;
        return new ServiceStatus
        {
            ServiceId = id,
            Kind = run.Request.Kind,
            TaskId = run.Request.TaskId,
            State = status.State switch
            {
                SupervisionState.Stopped => ServiceState.Stopped,
                SupervisionState.Starting => ServiceState.Starting,
                SupervisionState.Running => ServiceState.Running,
                SupervisionState.Backoff => ServiceState.Backoff,
                SupervisionState.Failed => ServiceState.Failed,
                SupervisionState.Stopping => ServiceState.Stopping,
            },
            Reason = status.Reason,
            At = status.At,
            ProcessId = status.ProcessId,
            StartedAt = status.StartedAt,
            Port = status.Port,
            Ports = [.. run.Ports.GroupBy(port => port.Port).Select(port => new ServicePort
            {
                Port = port.Key,
                Loopback = port.All(one => System.Net.IPAddress.IsLoopback(one.Address)),
            })],
            ExitCode = status.LastExit?.Code,
            ExitSignal = status.LastExit?.Signal,
            Tries = status.Tries,
            Restarts = status.Restarts,
            NextTryAt = status.NextTryAt,
            LastErrors = status.LastErrors,
        };
    }

    private static ServiceLogLine Line(LogLine line) => new()
    {
        Number = line.Number,
        At = line.At,
        Source = line.Source switch
        {
            LogSource.Output => ServiceLogSource.Output,
            LogSource.Error => ServiceLogSource.Error,
            LogSource.Supervisor => ServiceLogSource.Supervisor,
        },
        Text = line.Text,
        Continues = !line.IsWhole,
    };

    /// <summary>The program of one definition.</summary>
    private sealed class Run(StartServiceRequest request, string text, SupervisedProcess process) : IAsyncDisposable
    {
        public StartServiceRequest Request => request;

        /// <summary>The request as it came, to tell another definition.</summary>
        public string Text => text;

        public SupervisedProcess Process => process;

        public CancellationTokenSource Ended { get; } = new();

        public Task Watching { get; set; } = Task.CompletedTask;

        public IReadOnlyList<ListeningSocket> Ports { get; set => Volatile.Write(ref field, value); } = [];

        public async ValueTask DisposeAsync()
        {
            await Ended.CancelAsync();
            await process.DisposeAsync();
            await Watching;
            Ended.Dispose();
        }
    }
}
