using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Homeport.Platform.Processes;

namespace Homeport.Platform.Supervision;

/// <summary>One life of a supervised program: from its start, or from when we found it, to its end.</summary>
internal sealed class SupervisedLife : IAsyncDisposable
{
    private const int LastLines = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(1);

    private readonly SupervisionSpec _spec;
    private readonly LogRing _log;
    private readonly TimeProvider _time;
    private readonly ChildProcess? _child; // null for a detached one
    private readonly long _outputFrom;
    private readonly long _logFrom;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource<int?> _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _output;
    private ProcessTree? _successor;

    private SupervisedLife(
        SupervisionSpec spec, IProgram program, LogRing log, ProgramOutput output, long outputFrom, TimeProvider time)
    {
        (_spec, Program, _log, _outputFrom, _time, _logFrom) = (spec, program, log, outputFrom, time, log.Last);
        _child = program as ChildProcess;
        _output = _child is not null
            ? Task.WhenAll(
                output.PumpAsync(_child.Output, LogSource.Output, Hear, _closed.Token),
                output.PumpAsync(_child.Error, LogSource.Error, heard: null, _closed.Token))
            : Task.CompletedTask;
        Ended = EndAsync();
    }

    public IProgram Program { get; }

    /// <summary>Of the process that counts.</summary>
    public int ProcessId => _successor?.Id ?? Program.Id;

    public bool IsAdopted => Program is DetachedProcess { IsAdopted: true };

    /// <summary>Completes when the process that counts has ended.</summary>
    public Task<ProcessExit> Ended { get; }

    /// <summary>What it has not done yet, for the sentence when it never does.</summary>
    public string Missing { get; private set; } = "it did not say that it is ready";

    /// <exception cref="ProcessStartException">The program, its folder or the operating system does not allow it.</exception>
    /// <exception cref="IOException">A file or a pipe cannot be made.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The life owns the child.")]
    public static async Task<SupervisedLife> BeginAsync(SupervisionSpec spec, LogRing log, ProgramOutput output, TimeProvider time)
    {
        if (spec.Detached is not { } files)
        {
            await PrepareAsync(spec);
            return new SupervisedLife(spec, ChildProcess.Start(spec.Start, time), log, output, outputFrom: 0, time);
        }

        if (PidRecord.Read(files.PidFile) is { } record)
        {
            if (DetachedProcess.TryAdopt(record.Process, record.Run, time) is { } found)
            {
                return new SupervisedLife(spec, found, log, output, record.OutputFrom, time);
            }

            output.Note(ProcessIdentity.Of(record.Process.Id) is null
                ? $"Process {record.Process.Id} of {files.PidFile} is gone."
                : $"Process {record.Process.Id} of {files.PidFile} is another program now. It is left alone.");
        }

        await PrepareAsync(spec);
        var outputFrom = OutputTail.PrepareFor(files.OutputFile);
        var program = DetachedProcess.Start(spec.Start, files.OutputFile, time);
        var life = new SupervisedLife(spec, program, log, output, outputFrom, time);
        try
        {
            await new PidRecord(program.Identity, program.RunId, outputFrom).WriteAsync(files.PidFile, CancellationToken.None);
        }
        catch (IOException)
        {
            await life.StopAsync(spec.StopGrace); // a program that nobody would find again must not stay
            await life.DisposeAsync();
            throw;
        }

        return life;
    }

    /// <summary>The port, where it has one.</summary>
    /// <exception cref="OperationCanceledException">It is no longer waited for.</exception>
    public async Task<int?> WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var port = _spec.Discovery switch
        {
            ImmediateDiscovery => null,
            LineDiscovery => await WaitForLineAsync(cancellationToken),
            FileDiscovery file => await WaitForFileAsync(file.Path, cancellationToken),
            PortDiscovery one => one.Port,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (port is { } number)
        {
            Missing = $"nothing answers at its port {number}";
            await PollAsync(() => NetworkProbe.IsOpenAsync(number, cancellationToken), cancellationToken);
        }

        return port;
    }

    /// <summary>What it wrote last to standard error, or to its file where the two streams are one.</summary>
    public async Task<IReadOnlyList<string>> LastErrorsAsync()
    {
        if (_spec.Detached is { } files)
        {
            return OutputTail.Last(files.OutputFile, _outputFrom, LastLines);
        }

        await DrainAsync();
        var lines = _log.Read(_logFrom + 1, int.MaxValue).Where(line => line.Source == LogSource.Error).Select(line => line.Text);
        return [.. lines.TakeLast(LastLines)];
    }

    /// <summary>The whole tree, verified. Forgets the PID file.</summary>
    /// <exception cref="TimeoutException">Something survives SIGKILL.</exception>
    public async Task StopAsync(TimeSpan grace)
    {
        await Program.StopAsync(grace, CancellationToken.None);
        if (_spec.Detached is { } files)
        {
            File.Delete(files.PidFile);
        }
    }

    /// <summary>A child ends with this, a detached program stays.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await DrainAsync();
        await _closed.CancelAsync();
        await _output;
        if (_child is not null)
        {
            await _child.DisposeAsync();
        }

        _ended.Dispose();
        _closed.Dispose();
    }

    /// <summary>A file of an earlier run, or the port of another program, must not be taken for the word of this one.</summary>
    private static async Task PrepareAsync(SupervisionSpec spec)
    {
        if (spec.Discovery is PortDiscovery { Port: var port } && await NetworkProbe.IsOpenAsync(port, CancellationToken.None))
        {
            throw new IOException($"port {port} is already taken by another program.");
        }

        if (spec.Discovery is FileDiscovery file && File.Exists(file.Path))
        {
            File.Delete(file.Path);
        }
    }

    private void Hear(ReadOnlySpan<byte> line, bool isWhole)
    {
        if (_said.Task.IsCompleted || !isWhole || _spec.Discovery is not LineDiscovery discovery)
        {
            return;
        }

        if (discovery.IsJson && ReadyLine.TryReadJson(line, out var said))
        {
            _said.TrySetResult(said);
        }
        else if (!discovery.IsJson && ReadyLine.TryReadPort(line, out var port))
        {
            _said.TrySetResult(port);
        }
    }

    private async Task<int?> WaitForLineAsync(CancellationToken cancellationToken)
    {
        Missing = _spec.Discovery is LineDiscovery { IsJson: true }
            ? """it printed no line {"type":"ready"}"""
            : "it printed no line BACKEND_PORT:<port>";
        if (_spec.Detached is not { } files)
        {
            return await _said.Task.WaitAsync(cancellationToken);
        }

        using var found = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var following = OutputTail.FollowAsync(files.OutputFile, _outputFrom, Hear, _time, found.Token);
        await Task.WhenAny(_said.Task, following);
        await found.CancelAsync();
        await following.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return _said.Task.IsCompleted ? await _said.Task : throw new OperationCanceledException(cancellationToken);
    }

    private async Task<int?> WaitForFileAsync(string path, CancellationToken cancellationToken)
    {
        Missing = $"it wrote no file {path} with its process id";
        int? port = null;
        await PollAsync(() => Task.FromResult(TryReadFile(path, out port)), cancellationToken);
        return port;
    }

    private bool TryReadFile(string path, out int? port)
    {
        port = null;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var pid = document.RootElement.GetProperty("pid").GetInt32();
            port = document.RootElement.TryGetProperty("port", out var value) && value.TryGetInt32(out var number) && number is >= 1 and <= 65535 ? number : null;
            return TakeOver(path, pid);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false; // not there, or not whole yet
        }
    }

    /// <summary>Whether the process is of this program. One that is not the first is watched from now on.</summary>
    private bool TakeOver(string path, int pid)
    {
        if (pid == ProcessId)
        {
            return true;
        }

        if (!Program.FindTree().Contains(pid) || ProcessIdentity.Of(pid) is not { } identity)
        {
            Missing = $"its file {path} names process {pid}, which is none of its own";
            return false;
        }

        _successor = ProcessTree.WatchOther(identity, Program.RunId, _time);
        return _successor is not null;
    }

    private async Task<ProcessExit> EndAsync()
    {
        var exit = await Program.Exited;
        if (_spec.Discovery is not FileDiscovery || exit.Code is not (0 or null))
        {
            return exit;
        }

        // It may have gone to the background, to say so in its file. No descendant, no background.
        while (_successor is null && Program.FindTree().Count > 0 && !_ended.IsCancellationRequested)
        {
            await Task.WhenAny(Task.Delay(Pause, _time, _ended.Token));
        }

        return _successor is { } successor ? await successor.Exited : exit;
    }

    private async Task PollAsync(Func<Task<bool>> isDone, CancellationToken cancellationToken)
    {
        var pause = Pause;
        while (!await isDone())
        {
            await Task.Delay(pause, _time, cancellationToken);
            pause = pause < LongPause ? pause * 1.5 : pause;
        }
    }

    /// <summary>The tree is gone, so its pipes end; the patience is for one that somebody else holds open.</summary>
    private async Task DrainAsync()
    {
        if (!_output.IsCompleted)
        {
            await Task.WhenAny(_output, Task.Delay(DrainPatience, _time, CancellationToken.None));
        }
    }
}
