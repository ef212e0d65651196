using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Homeport.Testing;
using Homeport.Testing.Programs;

namespace Homeport.EndToEnd.Tests.Harness;

/// <summary>
/// One run of <c>homeport serve</c>, ready to answer. Disposing stops it cleanly when it still runs, and kills it when it
/// does not stop within its five seconds; that the stop was clean is asked for by <see cref="StopAsync"/>.
/// </summary>
internal sealed class HomeportProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10); // the product's own limit is 5 s; this is a busy machine's

    private readonly Process _process;
    private readonly Recording<string> _output = new();
    private readonly Recording<string> _errors = new();
    private readonly Task _reading;

    private HomeportProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _errors));
    }

    public int Id => _process.Id;
    public int Port { get; private set; }
    public string SocketPath { get; private set; } = "";
    public string Token { get; private set; } = "";

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>Authorised with the owner's token.</summary>
    public HttpClient Http { get; private set; } = new();

    /// <summary>The same interface over the owner socket, which needs no token.</summary>
    public HttpClient OwnerSocket { get; private set; } = new();

    /// <summary>What went to standard output and error so far; for messages of failing tests.</summary>
    public string Log => string.Join('\n', [.. _output.All, .. _errors.All.TakeLast(60)]);

    /// <summary>Starts it on this port (0: any free one) with this data folder and exactly this environment, and waits until it says that it is ready.</summary>
    public static async Task<HomeportProcess> StartAsync(
        string root, IReadOnlyDictionary<string, string> environment, int port, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(HomeportProgram.Path, ["serve", "--no-open", "--port", port.ToString(CultureInfo.InvariantCulture), "--root", root, .. Planes.Arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(root)!,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var homeport = new HomeportProcess(Process.Start(start)!);
        try
        {
            await homeport.ConnectAsync(root, cancellationToken);
            return homeport;
        }
        catch
        {
            await homeport.DisposeAsync();
            throw;
        }
    }

    /// <summary>The line on standard output that fits, past or future.</summary>
    public async Task<string> FindLineAsync(Func<string, bool> fits, CancellationToken cancellationToken) =>
        await _output.FindAsync(fits, cancellationToken);

    /// <summary>SIGTERM, and the exit code.</summary>
    public async Task<int> StopAsync(CancellationToken cancellationToken)
    {
        await SignalAsync("TERM", cancellationToken);
        await _process.WaitForExitAsync(cancellationToken).WaitAsync(StopLimit, TimeProvider.System, cancellationToken);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL to this process alone, as a crash would be, and nothing to its children.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        _process.Kill();
        await _process.WaitForExitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        OwnerSocket.Dispose();
        using var limit = new CancellationTokenSource(StopLimit, TimeProvider.System);
        try
        {
            if (!_process.HasExited)
            {
                await StopAsync(limit.Token);
            }
        }
        catch (Exception stuck) when (stuck is TimeoutException or OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(StopLimit, TimeProvider.System, CancellationToken.None);
        await _reading.WaitAsync(StopLimit, TimeProvider.System, CancellationToken.None);
        _process.Dispose();
    }

    private async Task ConnectAsync(string root, CancellationToken cancellationToken)
    {
        string line;
        try
        {
            line = await _output.FindAsync(text => text.StartsWith("""{"type":"ready""", StringComparison.Ordinal), cancellationToken)
                .WaitAsync(ReadyLimit, TimeProvider.System, cancellationToken);
        }
        catch (Exception silent) when (silent is TimeoutException or EndOfStreamException)
        {
            throw new InvalidOperationException($"homeport did not say that it is ready: {silent.Message}\n{Log}", silent);
        }

        var ready = JsonNode.Parse(line)!;
        Port = ready["port"]!.GetValue<int>();
        SocketPath = ready["socketPath"]!.GetValue<string>();
        Token = (await File.ReadAllTextAsync(Path.Combine(root, "auth-token"), cancellationToken)).Trim();
        Http.BaseAddress = Address;
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        OwnerSocket = new HttpClient(new SocketsHttpHandler { ConnectCallback = OpenOwnerSocketAsync }) { BaseAddress = new Uri("http://localhost") };
    }

    private async ValueTask<Stream> OpenOwnerSocketAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task SignalAsync(string signal, CancellationToken cancellationToken) =>
        await ProgramRun.RunAsync("/bin/sh", ["-c", $"kill -{signal} {Id}"], "/", environment: null, StopLimit, cancellationToken);

    private static async Task ReadAsync(StreamReader reader, Recording<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Add(line);
        }

        lines.End(new EndOfStreamException("the program ended"));
    }
}
