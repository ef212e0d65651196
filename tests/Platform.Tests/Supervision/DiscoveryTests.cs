using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Homeport.Platform.Supervision;
using Homeport.Platform.Tests.Processes;

namespace Homeport.Platform.Tests.Supervision;

public sealed class DiscoveryTests
{
    private const string Listen = """
        import socket, sys, time, os, json
        s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(8); port = s.getsockname()[1]
        def say(text): sys.stdout.write(text); sys.stdout.flush(); time.sleep(0.02)

        """;

    private static readonly RestartBackoff NoTries = RestartBackoff.None with { Tries = 0 };

    [Theory]
    [InlineData("BACKEND_PORT:4711", 4711)]
    [InlineData("BACKEND_PORT: 4711 ", 4711)]
    [InlineData("\x1b[32m[api]\x1b[0m BACKEND_PORT:4711\x1b[0m", 4711)]
    [InlineData("\x1b]0;title\u0007BACKEND_PORT:65535", 65535)]
    [InlineData("\x1b]0;title\x1b\\BACKEND_PORT:1", 1)]
    [InlineData("BACKEND_PORT:x BACKEND_PORT:12", 12)]
    [InlineData("MY_BACKEND_PORT:4711", null)]
    [InlineData("BACKEND_PORT:0", null)]
    [InlineData("BACKEND_PORT:65536", null)]
    [InlineData("BACKEND_PORT:99999999999999999999", null)]
    [InlineData("BACKEND_PORT:47a", null)]
    [InlineData("BACKEND_PORT:", null)]
    [InlineData("BACKEND_PORT:-5", null)]
    [InlineData("\x1b[", null)]
    [InlineData("\x1b", null)]
    [InlineData("", null)]
    public void A_port_is_read_from_a_line_with_noise(string line, int? expected) =>
        Assert.Equal(expected, ReadyLine.TryReadPort(Encoding.UTF8.GetBytes(line), out var port) ? port : null);

    [Theory]
    [InlineData("""{"type":"ready","port":4711,"pid":3}""", true, 4711)]
    [InlineData("""info {x} {"a":{"b":1}} {"pid":3,"type":"ready"} done""", true, null)]
    [InlineData("""{"type":"ready","port":null}""", true, null)]
    [InlineData("\x1b[1m{\"type\":\"ready\",\"port\":80}\x1b[0m", true, 80)]
    [InlineData("""{"type":"ready","port":0}""", false, null)]
    [InlineData("""{"type":"ready","port":"80"}""", false, null)]
    [InlineData("""{"type":"started","port":80}""", false, null)]
    [InlineData("""{"type":"ready","port":80""", false, null)]
    [InlineData("""{"type":5}""", false, null)]
    [InlineData("""{{{{{{{{{{{{{{{{{{{{{{{{{"type":"ready"}""", false, null)]
    [InlineData("[]", false, null)]
    public void A_ready_line_is_read_from_a_line_with_noise(string line, bool isReady, int? expected) =>
        Assert.Equal((isReady, expected), (ReadyLine.TryReadJson(Encoding.UTF8.GetBytes(line), out var port), port));

    [Fact]
    public async Task A_port_line_in_parts_with_noise_before_and_windows_ends_is_understood()
    {
        await using var process = Supervised.Begin(Supervised.Python(Listen + """
            say('starting\r\nBACKEND_PORT:none\r\n')
            say('\x1b[2mBACK'); say('END_PORT:'); say(str(port)[:2]); say(str(port)[2:]); say('\r'); say('\n')
            print('bound', port, flush=True)
            time.sleep(600)
            """) with
        { Discovery = Discovery.PortLine });

        var running = await process.StartAsync(Start.Cancellation);

        var bound = await process.Log.UntilLineAsync(line => line.Text.StartsWith("bound", StringComparison.Ordinal));
        Assert.Equal((SupervisionState.Running, bound.Text), (running.State, string.Create(CultureInfo.InvariantCulture, $"bound {running.Port}")));
    }

    [Fact]
    public async Task A_json_line_says_the_port()
    {
        await using var process = Supervised.Begin(Supervised.Python(Listen + """
            say('{"type":"log"}\n{"type":\n')
            say('{"type":"rea'); say('dy","port":%d}\n' % port)
            time.sleep(600)
            """) with
        { Discovery = Discovery.JsonLine });

        var running = await process.StartAsync(Start.Cancellation);

        Assert.Equal(SupervisionState.Running, running.State);
        Assert.True(await AnswersAsync(running.Port!.Value));
    }

    [Fact]
    public async Task A_program_that_goes_to_the_background_is_followed_by_its_file()
    {
        using var folder = new TemporaryFolder();
        await using var process = Supervised.Begin(Supervised.Python(Listen + """
            if os.fork(): time.sleep(0.05); os._exit(0)
            os.setsid()
            if os.fork(): os._exit(0)
            time.sleep(0.2)
            open(sys.argv[1] + '.new', 'w').write('{"pid":%d,"po' % os.getpid())
            os.rename(sys.argv[1] + '.new', sys.argv[1])
            time.sleep(0.1)
            open(sys.argv[1] + '.new', 'w').write(json.dumps({'pid': os.getpid(), 'port': port}))
            os.rename(sys.argv[1] + '.new', sys.argv[1])
            time.sleep(600)
            """, folder["it.pid"]) with
        { Discovery = Discovery.PidFile(folder["it.pid"]) });
        File.WriteAllText(folder["it.pid"], """{"pid":1,"port":1}"""); // of an earlier run

        var running = await process.StartAsync(Start.Cancellation);

        Assert.Equal(SupervisionState.Running, running.State);
        Assert.True(await AnswersAsync(running.Port!.Value));
        var daemon = Assert.Single(process.FindTree());
        Assert.Equal(daemon, running.ProcessId);
        using (var victim = System.Diagnostics.Process.GetProcessById(daemon))
        {
            victim.Kill();
        }

        var again = await process.UntilAsync(status => status.State == SupervisionState.Running && status.Restarts == 1);
        Assert.NotEqual(daemon, again.ProcessId);
        var second = process.FindTree();
        await process.StopAsync(Start.Cancellation);
        Assert.All(second, pid => Assert.False(Start.IsLive(pid)));
    }

    [Fact]
    public async Task A_file_that_names_a_foreign_process_is_not_believed()
    {
        using var folder = new TemporaryFolder();
        await using var process = Supervised.Begin(Supervised.Shell("echo '{\"pid\":1}' > \"$1\"; sleep 600", folder["it.pid"]) with
        {
            Discovery = Discovery.PidFile(folder["it.pid"]),
            StartTimeout = TimeSpan.FromMilliseconds(500),
            Backoff = NoTries,
        });

        var end = await process.StartAsync(Start.Cancellation);

        Assert.Equal(SupervisionState.Failed, end.State);
        Assert.Contains("names process 1, which is none of its own", end.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_answers_is_enough()
    {
        var port = FreePort();
        await using var process = Supervised.Begin(Supervised.Python("""
            import socket, sys, time
            time.sleep(0.2)
            s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(('127.0.0.1', int(sys.argv[1]))); s.listen(8); time.sleep(600)
            """, port.ToString(CultureInfo.InvariantCulture)) with
        { Discovery = Discovery.TcpPort(port) });

        var running = await process.StartAsync(Start.Cancellation);

        Assert.Equal((SupervisionState.Running, port), (running.State, running.Port));
    }

    [Fact]
    public async Task The_port_of_another_program_is_not_taken_for_its_own()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var process = Supervised.Begin(Supervised.Shell("sleep 600") with { Discovery = Discovery.TcpPort(port), Backoff = NoTries });

        var end = await process.StartAsync(Start.Cancellation);

        Assert.Equal(SupervisionState.Failed, end.State);
        Assert.Contains($"port {port} is already taken", end.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sleep 600", "it printed no line BACKEND_PORT:<port>")]
    [InlineData("echo BACKEND_PORT:$1; sleep 600", "nothing answers at its port")]
    public async Task Who_is_not_ready_in_time_has_failed(string script, string reason)
    {
        await using var process = Supervised.Begin(Supervised.Shell("echo 'cannot bind' >&2; " + script, FreePort().ToString(CultureInfo.InvariantCulture)) with
        {
            Discovery = Discovery.PortLine,
            StartTimeout = TimeSpan.FromMilliseconds(400),
            Backoff = NoTries,
        });

        var end = await process.StartAsync(Start.Cancellation);

        Assert.Equal(SupervisionState.Failed, end.State);
        Assert.Contains($"not ready within 0.4 s: {reason}", end.Reason, StringComparison.Ordinal);
        Assert.Equal(["cannot bind"], end.LastErrors);
        Assert.Empty(process.FindTree());
    }

    [Fact]
    public async Task Who_ends_before_it_is_ready_has_failed()
    {
        await using var process = Supervised.Begin(Supervised.Shell("echo 'no config' >&2; exit 0") with { Discovery = Discovery.PortLine, Backoff = NoTries });

        var end = await process.StartAsync(Start.Cancellation);

        Assert.Equal(SupervisionState.Failed, end.State);
        Assert.Contains("It ended with exit code 0 before it was ready.", end.Reason, StringComparison.Ordinal);
        Assert.Equal(["no config"], end.LastErrors);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, Start.Cancellation);
        return client.Connected;
    }
}
