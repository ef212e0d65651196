using System.Diagnostics;
using System.Globalization;
using Homeport.Testing.Programs;

namespace Homeport.Bench.Programs;

/// <summary>A program that serves on a port which it prints. Disposing asks it to stop, and kills it when it does not.</summary>
internal class Server : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private const string PortWord = "BACKEND_PORT:";

    private readonly Process _process;
    private readonly Task _errors;
    private Task _rest = Task.CompletedTask;

    protected Server(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path.GetDirectoryName(program)!, // the peer watches its folder for settings: not a large one
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        StartedAt = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        _errors = _process.StandardError.BaseStream.CopyToAsync(Stream.Null);
    }

    public int Id => _process.Id;
    public int Port { get; private set; }

    /// <summary>A <see cref="Stopwatch"/> timestamp, taken before the process was made.</summary>
    public long StartedAt { get; }

    protected StreamWriter Input => _process.StandardInput;

    protected StreamReader Output => _process.StandardOutput;

    /// <summary>Starts the peer; it is ready when this returns.</summary>
    public static async Task<Server> StartBareAsync(Settings settings)
    {
        var server = new Server(settings.BareKestrel, [], BenchFolder.Environment("/"));
        await server.ReadPortAsync();
        server.IgnoreRest();
        return server;
    }

    /// <summary>
    /// MiB by the kernel's account. <c>Rss</c> counts every page that is in memory; <c>Pss</c> counts a page shared with others
    /// by its share, so it falls when other programs run on the same framework.
    /// </summary>
    public virtual Task<double> MemoryAsync(string measure) => MemoryOfAsync(Id, measure);

    /// <summary>The same of another process of the program.</summary>
    public static async Task<double> MemoryOfAsync(int id, string measure)
    {
        var lines = await File.ReadAllLinesAsync($"/proc/{id}/smaps_rollup");
        var line = lines.First(line => line.StartsWith($"{measure}:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Processor time since the start.</summary>
    public virtual double ProcessorSeconds()
    {
        _process.Refresh();
        return _process.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>SIGKILL, to it alone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await ProgramRun.RunAsync("/bin/sh", ["-c", $"kill -TERM {Id}"], "/", environment: null, StopLimit, CancellationToken.None);
        }

        try
        {
            await _process.WaitForExitAsync().WaitAsync(StopLimit, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }

        await Task.WhenAll(_rest, _errors);
        _process.Dispose();
        GC.SuppressFinalize(this);
    }

    protected async Task ReadPortAsync()
    {
        while (await LineAsync() is var line)
        {
            if (line.StartsWith(PortWord, StringComparison.Ordinal))
            {
                Port = int.Parse(line[PortWord.Length..], CultureInfo.InvariantCulture);
                return;
            }
        }
    }

    protected async Task<string> LineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(StartLimit, TimeProvider.System) ??
        throw new InvalidOperationException($"{_process.StartInfo.FileName} ended before it was ready.");

    /// <summary>Nobody reads what else it prints; it must not block on that.</summary>
    protected void IgnoreRest() => _rest = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
}
