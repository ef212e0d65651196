using System.Globalization;
using Homeport.Platform.Supervision;
using Homeport.Platform.Tests.Processes;

namespace Homeport.Platform.Tests.Supervision;

public sealed class HealthTests
{
    private const string Server = """
        import http.server, os, sys, time
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                sick = os.path.exists(sys.argv[1])
                if sick and os.path.exists(sys.argv[1] + '-hang'): time.sleep(600)
                self.send_response(503 if sick and self.path == '/health' else 204); self.end_headers()
            def log_message(self, *rest): pass
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        print('BACKEND_PORT:%d' % server.server_port, flush=True)
        server.serve_forever()
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    [Theory]
    [InlineData(false, "answers 503")]
    [InlineData(true, "no answer within 0.2 s")]
    public async Task A_program_that_answers_badly_is_started_again(bool isHanging, string reason)
    {
        using var folder = new TemporaryFolder();
        await using var process = Supervised.Begin(Supervised.Python(Server, folder["sick"]) with
        {
            Discovery = Discovery.PortLine,
            Health = HealthCheck.Http("http://127.0.0.1:{port}/health") with { Interval = Interval, Timeout = TimeSpan.FromMilliseconds(200), Failures = 2 },
        });
        var first = await process.StartAsync(Start.Cancellation);
        Assert.Equal(SupervisionState.Running, first.State);

        if (isHanging)
        {
            File.WriteAllText(folder["sick-hang"], "");
        }

        File.WriteAllText(folder["sick"], "");
        await Supervised.UntilAsync(() => process.History.Any(status => status.State == SupervisionState.Backoff));
        var sick = process.History.First(status => status.State == SupervisionState.Backoff);
        File.Delete(folder["sick"]);
        var second = await process.UntilAsync(status => status.State == SupervisionState.Running && status.ProcessId != first.ProcessId);

        Assert.StartsWith("It was stopped because it is not healthy: ", sick.Reason, StringComparison.Ordinal);
        Assert.Contains(reason, sick.Reason, StringComparison.Ordinal);
        Assert.False(Start.IsLive(first.ProcessId!.Value));
        Assert.InRange(second.Restarts, 1, 10);
    }

    [Fact]
    public async Task One_bad_answer_is_forgiven()
    {
        var asked = 0;
        await using var process = Supervised.Begin(Supervised.Shell("sleep 600") with
        {
            Health = new HealthCheck
            {
                Probe = (_, _) => Task.FromResult(Interlocked.Increment(ref asked) % 3 == 0 ? null : "not well"),
                Interval = TimeSpan.FromMilliseconds(1),
                Failures = 3,
            },
        });
        var first = await process.StartAsync(Start.Cancellation);

        await Supervised.UntilAsync(() => Volatile.Read(ref asked) >= 30);

        Assert.Equal((SupervisionState.Running, first.ProcessId), (process.Status.State, process.Status.ProcessId));
    }

    [Fact]
    public async Task A_probe_that_throws_or_never_ends_counts_as_a_failure()
    {
        await using var process = Supervised.Begin(Supervised.Shell("sleep 600") with
        {
            Health = new HealthCheck
            {
                Probe = (status, cancellationToken) => status.Restarts == 0
                    ? throw new InvalidOperationException("the probe is broken")
                    : new TaskCompletionSource<string?>().Task,
                Interval = Interval,
                Timeout = Interval,
                Failures = 1,
            },
            Backoff = RestartBackoff.None with { Tries = 1 },
        });
        process.Start();

        var end = await process.UntilAsync(SupervisionState.Failed);

        Assert.Contains("no answer within 0.02 s", end.Reason, StringComparison.Ordinal);
        Assert.Contains(process.History, status => status.Reason.Contains("the probe is broken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_that_nobody_listens_to_any_more_is_noticed()
    {
        await using var process = Supervised.Begin(Supervised.Python("""
            import socket, time
            s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(8)
            print('BACKEND_PORT:%d' % s.getsockname()[1], flush=True)
            time.sleep(0.3); s.close(); time.sleep(600)
            """) with
        {
            Discovery = Discovery.PortLine,
            Health = HealthCheck.Tcp(port: null) with { Interval = Interval, Failures = 2 },
            Backoff = RestartBackoff.None with { Tries = 0 },
        });
        var running = await process.StartAsync(Start.Cancellation);

        var end = await process.UntilAsync(SupervisionState.Failed);

        Assert.Contains($"nothing answers at port {running.Port!.Value.ToString(CultureInfo.InvariantCulture)}", end.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not an address", "is no address to ask")]
    [InlineData("file:///etc/passwd", "is no address to ask")]
    [InlineData("http://127.0.0.1:1/", "does not answer")]
    public async Task An_address_that_cannot_be_asked_is_a_fault(string url, string fault) =>
        Assert.Contains(fault, await NetworkProbe.HttpAsync(url, port: null, Start.Cancellation), StringComparison.Ordinal);
}
