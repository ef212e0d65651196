using System.Diagnostics;
using System.Text.Json.Nodes;
using Homeport.Cli.Tests.Harness;

namespace Homeport.Cli.Tests;

/// <summary>Sidecars by command line alone, with real programs.</summary>
public sealed class SidecarTests : IAsyncLifetime
{
    private const string Server = """
        import http.server, os, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self): self.send_response(204); self.end_headers()
            def log_message(self, *rest): pass
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        print('in', os.getcwd(), os.environ.get('MODE'), flush=True)
        print('BACKEND_PORT:%d' % server.server_port, flush=True)
        server.serve_forever()
        """;

    private readonly CommandLine _shell = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A worker with a sidecar outlives its host.</summary>
    public async ValueTask DisposeAsync()
    {
        await _shell.RunAsync("stop", "--all");
        _shell.Dispose();
    }

    [Fact]
    public async Task A_sidecar_is_added_found_killed_stopped_and_removed()
    {
        await using var server = await _shell.ServeAsync();
        var folder = _shell.Folder("work");

        var added = await AddAsync(folder);
        var (pid, port) = (Status(added)["processId"]!.GetValue<int>(), Status(added)["port"]!.GetValue<int>());
        Assert.Equal("running", State(added));

        var line = Assert.Single((await _shell.RunAsync("sidecar", "ls")).Output.TrimEnd().Split('\n')).Split('\t');
        Assert.Equal(["web", "running", port.ToString(), pid.ToString(), "0"], line[..5]);
        Assert.Contains("restarts", (await KillAsync(pid)).Output, StringComparison.Ordinal);
        var logs = await _shell.RunAsync("sidecar", "logs", "web", "-n", "500");
        Assert.Contains($"in {folder} dev\n", logs.Output, StringComparison.Ordinal);
        Assert.Contains("— It ended with signal 9.", logs.Output, StringComparison.Ordinal);
        var last = JsonNode.Parse((await _shell.RunAsync("sidecar", "logs", "web", "-n", "1", "--json")).Output)!;
        Assert.Equal("supervisor", last["source"]!.GetValue<string>());

        var stopped = await _shell.JsonAsync(folder, "sidecar", "stop", "web");
        Assert.Equal("stopped", State(stopped));
        Assert.Equal("running", State(await _shell.JsonAsync(folder, "sidecar", "start", "web", "--wait")));
        var before = Status(await _shell.JsonAsync(folder, "sidecar", "status", "web"))["processId"]!.GetValue<int>();
        Assert.NotEqual(before, Status(await _shell.JsonAsync(folder, "sidecar", "restart", "web", "--wait"))["processId"]!.GetValue<int>());

        Assert.Equal("web is removed.\n", (await _shell.RunAsync("sidecar", "rm", "web")).Output);
        Assert.Equal("", (await _shell.RunAsync("sidecar", "list")).Output);
    }

    [Fact]
    public async Task Logs_are_followed_while_it_writes()
    {
        await using var server = await _shell.ServeAsync();
        await _shell.JsonAsync(_shell.Home, "sidecar", "add", "clock", "--shell", "i=0; while :; do i=$((i+1)); echo tick $i; sleep 0.1; done");

        var followed = await _shell.ShellAsync($"timeout -s INT 8 '{CommandLine.Program}' sidecar logs -f clock");

        var ticks = followed.Output.Split('\n').Where(line => line.StartsWith("tick ", StringComparison.Ordinal)).ToList();
        Assert.True(ticks.Count > 20, followed.Output + followed.Errors);
        Assert.Equal(Enumerable.Range(1, ticks.Count).Select(number => $"tick {number}"), ticks);
    }

    [Fact]
    public async Task Following_ends_when_nobody_reads_any_more()
    {
        await using var server = await _shell.ServeAsync();
        await _shell.JsonAsync(_shell.Home, "sidecar", "add", "clock", "--shell", "echo one; echo two; sleep 600");

        var followed = await _shell.ShellAsync($"timeout 15 bash -o pipefail -c \"'{CommandLine.Program}' sidecar logs -f clock | head -1\"");

        Assert.Equal(0, followed.ExitCode);
        Assert.Single(followed.Output.Trim().Split('\n'));
    }

    [Fact]
    public async Task What_fails_ends_with_one_and_what_makes_no_sense_with_two()
    {
        await using var server = await _shell.ServeAsync();

        var missing = await _shell.RunAsync("sidecar", "add", "bad", "--wait", "--", "no-such-program-here");
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("was not found in PATH", missing.Output, StringComparison.Ordinal);
        var crashing = await _shell.RunAsync("sidecar", "add", "crash", "--restart", "never", "--ready", "port-line", "--wait", "--shell", "echo 'no config' >&2; exit 3");
        Assert.Equal(1, crashing.ExitCode);
        Assert.Contains("  | no config", crashing.Output, StringComparison.Ordinal);
        Assert.Equal(5, (await _shell.RunAsync("sidecar", "add", "slow", "--ready", "port-line", "--wait", "--timeout", "1", "--", "sleep", "600")).ExitCode);

        Assert.Equal(2, (await _shell.RunAsync("sidecar", "add", "none")).ExitCode);
        Assert.Equal(2, (await _shell.RunAsync("sidecar", "add", "both", "--shell", "x", "--", "y")).ExitCode);
        Assert.Equal(2, (await _shell.RunAsync("sidecar", "add", "x", "--env", "novalue", "--", "y")).ExitCode);
        Assert.Equal(2, (await _shell.RunAsync("sidecar", "add", "x", "--ready", "soon", "--", "y")).ExitCode);
        Assert.Equal(1, (await _shell.RunAsync("sidecar", "add", "x", "--env", "LD_PRELOAD=/x", "--", "y")).ExitCode);
        Assert.Equal(1, (await _shell.RunAsync("sidecar", "status", "unknown")).ExitCode);
    }

    [Fact]
    public async Task It_outlives_the_host_and_comes_back_with_the_next_worker()
    {
        JsonObject first;
        await using (var server = await _shell.ServeAsync())
        {
            first = await AddAsync(_shell.Home);
        }

        JsonObject second;
        await using (var again = await _shell.ServeAsync())
        {
            second = await UntilAsync(sidecar => State(sidecar) == "running" && Status(sidecar)["processId"] is not null);
        }

        Assert.Equal(Status(first)["processId"]!.GetValue<int>(), Status(second)["processId"]!.GetValue<int>());
        Assert.Equal(0, (await _shell.RunAsync("stop", "--all")).ExitCode);
        Assert.False(Directory.Exists($"/proc/{Status(second)["processId"]}"));

        await using var third = await _shell.ServeAsync();
        await UntilAsync(sidecar => State(sidecar) == "running" && Status(sidecar)["processId"] is { } id && id.GetValue<int>() != Status(second)["processId"]!.GetValue<int>());
    }

    private async Task<JsonObject> AddAsync(string folder)
    {
        var run = await _shell.RunInAsync(
            folder, "sidecar", "add", "web", "--json", "--ready", "port-line", "--health", "http://127.0.0.1:{port}/", "--env", "MODE=dev", "--wait",
            "--", "python3", "-c", Server);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        return CommandLine.One(run);
    }

    private async Task<Homeport.Testing.Programs.ProgramRun> KillAsync(int pid)
    {
        using (var victim = Process.GetProcessById(pid))
        {
            victim.Kill();
        }

        await UntilAsync(sidecar => State(sidecar) == "running" && Status(sidecar)["processId"] is { } id && id.GetValue<int>() != pid);
        return await _shell.RunAsync("sidecar", "status", "web");
    }

    private async Task<JsonObject> UntilAsync(Func<JsonObject, bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var sidecar = await _shell.JsonAsync(_shell.Home, "sidecar", "status", "web");
            if (condition(sidecar))
            {
                return sidecar;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(started) < CommandLine.Limit, sidecar.ToJsonString());
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private static JsonObject Status(JsonObject answer) => (JsonObject)answer["sidecar"]!["status"]!;

    private static string State(JsonObject answer) => Status(answer)["state"]!.GetValue<string>();
}
