using System.Diagnostics;
using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing;

namespace Homeport.EndToEnd.Tests.Terminals;

/// <summary>Terminals of the whole program: the host comes and goes, they stay.</summary>
public sealed class TerminalLifeTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task A_terminal_lives_through_a_stop_and_a_crash_of_the_host_until_it_is_closed()
    {
        Assert.SkipWhen(Planes.AreOneProcess, "In one process the terminals end with the host.");
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var homeport = await bench.StartAsync(Cancelled);
        var terminal = await OpenAsync(bench, homeport);
        await using (var socket = await TerminalSocket.OpenAsync(homeport, terminal, Cancelled))
        {
            await socket.TypeAsync("kept=42; sleep 1000 & echo pid=$!.\n", Cancelled);
            await socket.SeeAsync("pid=", Cancelled);
        }

        await homeport.StopAsync(Cancelled);
        homeport = await bench.StartAsync(Cancelled);
        await FindItAgainAsync(homeport, terminal, "after the stop");
        await homeport.KillAsync(Cancelled);
        homeport = await bench.StartAsync(Cancelled);
        await FindItAgainAsync(homeport, terminal, "after the crash");

        var person = new OperationClient(homeport.Http);
        await person.CallAsync("closeTerminal", new JsonObject { ["id"] = terminal }, Cancelled);
        Assert.Empty((await person.CallAsync("listTerminals", [], Cancelled))["terminals"]!.AsArray());
        await homeport.StopAsync(Cancelled); // the bench finds no process that is left
    }

    [Fact(Timeout = 240_000)]
    public async Task Control_C_ends_a_flood_beside_a_viewer_that_reads_nothing()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var homeport = await bench.StartAsync(Cancelled);
        var terminal = await OpenAsync(bench, homeport);
        await using var stuck = await TerminalSocket.OpenAsync(homeport, terminal, Cancelled);
        await using var socket = await TerminalSocket.OpenAsync(homeport, terminal, Cancelled);
        await socket.TypeAsync("yes\n", Cancelled);
        while (socket.Received < 8 * 1024 * 1024)
        {
            Assert.True(await socket.ReadAsync(Cancelled));
        }

        var clock = Stopwatch.StartNew();
        await socket.TypeAsync("\x03", Cancelled);
        await socket.TypeAsync("echo it is $((40 + 2)) again\n", Cancelled);
        await socket.SeeAsync("it is 42 again", Cancelled);

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
        await new OperationClient(homeport.Http).CallAsync("closeTerminal", new JsonObject { ["id"] = terminal }, Cancelled);
    }

    [Fact(Timeout = 240_000)]
    public async Task Deleting_a_task_ends_what_runs_in_its_terminals()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var homeport = await bench.StartAsync(Cancelled);
        var person = new OperationClient(homeport.Http);
        var project = await AddAsync(bench, person);
        var task = (await person.CallAsync(
            "createUnitTask", new JsonObject { ["repositoryGroupId"] = project, ["prompt"] = "hello", ["agentType"] = "demo" }, Cancelled))["task"]!["id"]!;
        var created = await person.CallAsync("createTerminal", new JsonObject { ["taskId"] = task.GetValue<string>() }, Cancelled);
        await using var socket = await TerminalSocket.OpenAsync(homeport, created["terminal"]!["id"]!.GetValue<string>(), Cancelled);
        await socket.TypeAsync("pwd; git branch --show-current; setsid sleep 1000 & echo started $HOMEPORT_TASK.\n", Cancelled);
        await socket.SeeAsync($"started {task.GetValue<string>()}.", Cancelled);
        await Eventually.HappensAsync(
            () => Leftovers.Find(bench.Folder).Any(process => process.Contains("sleep 1000", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(10), () => "the shell's child becomes the program", Cancelled);

        await person.CallAsync("deleteUnitTask", new JsonObject { ["id"] = task.GetValue<string>() }, Cancelled);

        Assert.DoesNotContain(Leftovers.Find(bench.Folder), process => process.Contains("sleep 1000", StringComparison.Ordinal));
        while (await socket.ReadAsync(Cancelled))
        {
        }
    }

    [Fact(Timeout = 240_000)]
    public async Task A_killed_worker_takes_its_terminals_along_and_they_are_lost()
    {
        Assert.SkipWhen(Planes.AreOneProcess, "In one process the worker is the host.");
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var homeport = await bench.StartAsync(Cancelled);
        var terminal = await OpenAsync(bench, homeport);
        var person = new OperationClient(homeport.Http);
        await using (var socket = await TerminalSocket.OpenAsync(homeport, terminal, Cancelled))
        {
            await socket.TypeAsync("(setsid sleep 1000 &); echo started $((1 + 1))\n", Cancelled);
            await socket.SeeAsync("started 2", Cancelled);
            var worker = (await person.CallAsync("listWorkers", [], Cancelled))["workers"]!.AsArray().Single()!["processId"]!.GetValue<int>();

            Process.GetProcessById(worker).Kill();

            while (await socket.ReadAsync(Cancelled))
            {
            }
        }

        await using (var lost = await AgainAsync(homeport, terminal))
        {
            while (await lost.ReadAsync(Cancelled))
            {
            }

            Assert.Equal("lost", Assert.Single(lost.News)["type"]!.GetValue<string>());
        }

        Assert.Equal("lost", (await person.CallAsync(
            "getTerminal", new JsonObject { ["id"] = terminal }, Cancelled))["terminal"]!["state"]!.GetValue<string>());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
        while (Leftovers.Find(bench.Folder).Any(process => process.Contains("sleep 1000", StringComparison.Ordinal)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    private static async Task FindItAgainAsync(HomeportProcess homeport, string terminal, string word)
    {
        await using var socket = await AgainAsync(homeport, terminal);
        await socket.SeeAsync("pid=", Cancelled);
        await socket.TypeAsync($"echo {word} $kept\n", Cancelled);
        await socket.SeeAsync($"{word} 42", Cancelled);
        Assert.Equal("running", (await new OperationClient(homeport.Http).CallAsync(
            "getTerminal", new JsonObject { ["id"] = terminal }, Cancelled))["terminal"]!["state"]!.GetValue<string>());
    }

    /// <summary>As a client does: until its worker has dialled the new host, the socket is refused.</summary>
    private static async Task<TerminalSocket> AgainAsync(HomeportProcess homeport, string terminal)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(TimeSpan.FromSeconds(15));
        while (true)
        {
            try
            {
                return await TerminalSocket.OpenAsync(homeport, terminal, patience.Token);
            }
            catch (System.Net.WebSockets.WebSocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
            }
        }
    }

    private static async Task<string> OpenAsync(Workbench bench, HomeportProcess homeport)
    {
        var person = new OperationClient(homeport.Http);
        var project = await AddAsync(bench, person);
        var created = await person.CallAsync("createTerminal", new JsonObject { ["repositoryGroupId"] = project }, Cancelled);
        return created["terminal"]!["id"]!.GetValue<string>();
    }

    private static async Task<string> AddAsync(Workbench bench, OperationClient person)
    {
        var repository = await bench.AddRepositoryAsync("work", Cancelled);
        var added = await person.CallAsync("addRepository", new JsonObject { ["path"] = repository.Path }, Cancelled);
        return added["repositoryGroup"]!["id"]!.GetValue<string>();
    }
}
