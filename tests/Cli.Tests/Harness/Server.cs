using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Homeport.Testing;

namespace Homeport.Cli.Tests.Harness;

/// <summary>A running <c>homeport serve</c>. Disposing ends it, cleanly where it still can.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Recording<string> _output = new();
    private readonly Recording<string> _errors = new();
    private readonly Task _reading;

    private Server(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _errors));
    }

    public int Id => _process.Id;

    public IReadOnlyList<string> Output => _output.All;

    public IReadOnlyList<string> Errors => _errors.All;

    /// <summary>The line of JSON that says it is ready.</summary>
    public JsonObject Ready { get; private set; } = [];

    public int Port => Ready["port"]!.GetValue<int>();

    public static async Task<Server> StartAsync(CommandLine shell, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(CommandLine.Program, arguments)
        {
            WorkingDirectory = shell.Home,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in shell.Environment)
        {
            start.Environment[name] = value;
        }

        var server = new Server(Process.Start(start)!);
        try
        {
            var line = await server._output.FindAsync(text => text.StartsWith('{'), TestContext.Current.CancellationToken)
                .WaitAsync(CommandLine.Limit, TimeProvider.System, TestContext.Current.CancellationToken);
            server.Ready = (JsonObject)JsonNode.Parse(line)!;
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a signal such as TERM.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", ["-s", name, Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(CommandLine.Limit, TimeProvider.System, TestContext.Current.CancellationToken);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signal("TERM");
            try
            {
                await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        await _reading;
        _process.Dispose();
    }

    private static async Task ReadAsync(StreamReader reader, Recording<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Add(line);
        }

        lines.End(new EndOfStreamException($"the program ended; it said: {string.Join('\n', lines.All)}"));
    }
}
