using System.Diagnostics;
using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing;

namespace Homeport.EndToEnd.Tests.Recovery;

/// <summary>The worker beside the host, over stops, upgrades, stale files and what people do to its folder.</summary>
public sealed class SidecarWorkerTests
{
    private const int Limit = 240_000;
    private const int Pieces = 600; // six seconds of text
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(40);
    private static readonly string Whole = string.Concat(Enumerable.Range(1, Pieces).Select(number => $"delta {number}{(number % 10 == 0 ? '\n' : ' ')}"));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Limit)]
    public async Task A_clean_stop_leaves_a_working_agent_which_the_next_host_finds_done()
    {
        await using var bench = await BenchAsync();
        var (homeport, task) = await StartStreamingAsync(bench);
        var worker = Assert.Single(SidecarProcesses.Of(bench.Root));

        (await bench.RunAsync(["stop"], Cancelled)).MustSucceed("homeport stop");
        Assert.Equal(worker, Assert.Single(SidecarProcesses.Of(bench.Root)));
        await using var person = await Person.ConnectAsync(await bench.StartAgainAsync(homeport, Cancelled), Cancelled);

        Assert.Equal("completed", await OutcomeAsync(person, task, 1));
        Assert.Equal(Whole, person.TextOf(task));
        Assert.Equal(worker, Assert.Single(SidecarProcesses.Of(bench.Root)));
    }

    [Fact(Timeout = Limit)]
    public async Task Stop_all_ends_host_worker_and_agents_and_the_turn_can_be_resumed()
    {
        await using var bench = await BenchAsync();
        var (_, task) = await StartStreamingAsync(bench);

        (await bench.RunAsync(["stop", "--all"], Cancelled)).MustSucceed("homeport stop --all");
        Assert.Empty(Leftovers.Find(bench.Folder));
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);

        Assert.Equal("interrupted", await OutcomeAsync(person, task, 1));
        Assert.StartsWith(person.TextOf(task), Whole, StringComparison.Ordinal);
        await person.Operations.CallAsync("resumeTask", new JsonObject { ["taskId"] = task, ["prompt"] = "long-stream 3" }, Cancelled);
        Assert.Equal("completed", await OutcomeAsync(person, task, 2));
    }

    [Fact(Timeout = Limit)]
    public async Task An_idle_worker_ends_with_a_clean_stop_of_its_host()
    {
        await using var bench = await BenchAsync();
        var homeport = await bench.StartAsync(Cancelled);
        await WorkerAsync(bench);
        await UntilConnectedAsync(homeport);

        Assert.Equal(0, await homeport.StopAsync(Cancelled));

        await Eventually.HappensAsync(() => SidecarProcesses.Of(bench.Root).Count == 0, Soon, () => "the worker ends", Cancelled);
        Assert.Empty(Leftovers.Find(bench.Folder));
    }

    [Fact(Timeout = Limit)]
    public async Task A_host_with_another_environment_lets_the_old_worker_finish_and_gives_new_work_to_its_own()
    {
        await using var bench = await BenchAsync();
        var (homeport, task) = await StartStreamingAsync(bench);
        var old = Assert.Single(SidecarProcesses.Of(bench.Root));
        await homeport.StopAsync(Cancelled);

        var upgraded = await bench.StartAsync(new Dictionary<string, string>(bench.Home.Variables) { ["NEW_TOOL_HOME"] = "/opt/tool" }, Cancelled);
        await using var person = await Person.ConnectAsync(upgraded, Cancelled);
        await Eventually.HappensAsync(() => SidecarProcesses.Of(bench.Root).Count == 2, Soon, () => "a second worker comes", Cancelled);
        var other = await AnotherTaskAsync(person, "long-stream 5");

        Assert.Equal("completed", await OutcomeAsync(person, other, 1));
        Assert.Equal("completed", await OutcomeAsync(person, task, 1));
        Assert.Equal(Whole, person.TextOf(task));
        await Eventually.HappensAsync(() => !SidecarProcesses.Of(bench.Root).Contains(old), Soon, () => "the old worker ends when it is done", Cancelled);
        Assert.Single(SidecarProcesses.Of(bench.Root));
    }

    [Fact(Timeout = Limit)]
    public async Task A_stale_PID_file_whose_number_is_another_program_now_harms_nobody()
    {
        await using var bench = await BenchAsync();
        var homeport = await bench.StartAsync(Cancelled);
        await WorkerAsync(bench);
        await Eventually.HappensAsync(() => PidFiles(bench).Length == 1, Soon, () => "its PID file is written", Cancelled);
        var file = PidFiles(bench)[0];
        var record = JsonNode.Parse(await File.ReadAllTextAsync(file, Cancelled))!;
        await homeport.KillAsync(Cancelled);
        SidecarProcesses.Kill(bench.Root);
        using var stranger = Process.Start("/bin/sleep", "300");
        try
        {
            // Even its start fits: only the mark in its environment does not
            record["pid"] = stranger.Id;
            record["processStart"] = $"{(await File.ReadAllTextAsync("/proc/sys/kernel/random/boot_id", Cancelled)).Trim()}/{StartOf(stranger.Id)}";
            await File.WriteAllTextAsync(file, record.ToJsonString(), Cancelled);

            await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
            await person.AddAsync(await bench.AddRepositoryAsync("work", Cancelled), Cancelled);
            Assert.Equal("completed", await OutcomeAsync(person, await AnotherTaskAsync(person, "long-stream 5"), 1));

            (await bench.RunAsync(["stop", "--all"], Cancelled)).MustSucceed("homeport stop --all");
            Assert.False(stranger.HasExited);
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact(Timeout = Limit)]
    public async Task A_worker_that_stands_still_for_a_while_goes_on_where_it_was()
    {
        await using var bench = await BenchAsync();
        var (homeport, task) = await StartStreamingAsync(bench);
        var worker = Assert.Single(SidecarProcesses.Of(bench.Root));

        await SidecarProcesses.SignalAsync(worker, "STOP", Cancelled);
        using (var health = await homeport.Http.GetAsync(new Uri("/health", UriKind.Relative), Cancelled))
        {
            Assert.True(health.IsSuccessStatusCode);
        }

        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, Cancelled); // how long it stands still is the test
        await SidecarProcesses.SignalAsync(worker, "CONT", Cancelled);
        await using var person = await Person.ConnectAsync(homeport, Cancelled);

        Assert.Equal("completed", await OutcomeAsync(person, task, 1));
        Assert.Equal(Whole, person.TextOf(task));
        Assert.Equal(worker, Assert.Single(SidecarProcesses.Of(bench.Root)));
    }

    /// <summary>Takes three minutes: a lease runs out, then the health check fails for a minute.</summary>
    [Fact(Explicit = true, Timeout = 400_000)]
    public async Task A_worker_that_stands_still_for_good_is_replaced()
    {
        await using var bench = await BenchAsync();
        var (homeport, task) = await StartStreamingAsync(bench);
        var worker = Assert.Single(SidecarProcesses.Of(bench.Root));
        await using var person = await Person.ConnectAsync(homeport, Cancelled);

        await SidecarProcesses.SignalAsync(worker, "STOP", Cancelled);

        Assert.Equal("interrupted", await OutcomeAsync(person, task, 1));
        await Eventually.HappensAsync(
            () => SidecarProcesses.Of(bench.Root) is [var other] && other != worker, TimeSpan.FromMinutes(4), () => "another worker comes", Cancelled);
        await person.Operations.CallAsync("resumeTask", new JsonObject { ["taskId"] = task, ["prompt"] = "long-stream 5" }, Cancelled);
        Assert.Equal("completed", await OutcomeAsync(person, task, 2));
    }

    [Fact(Timeout = Limit)]
    public async Task Deleting_the_folder_of_workers_loses_no_text_and_leaves_no_process()
    {
        await using var bench = await BenchAsync();
        var (homeport, task) = await StartStreamingAsync(bench);
        await using var person = await Person.ConnectAsync(homeport, Cancelled);

        Directory.Delete(Path.Combine(bench.Root, "worker"), recursive: true);

        Assert.Equal("completed", await OutcomeAsync(person, task, 1));
        Assert.Equal(Whole, person.TextOf(task));
        Assert.Equal("completed", await OutcomeAsync(person, await AnotherTaskAsync(person, "long-stream 5"), 1));
        (await bench.RunAsync(["stop", "--all"], Cancelled)).MustSucceed("homeport stop --all");
        Assert.Empty(Leftovers.Find(bench.Folder));
    }

    [Fact(Timeout = Limit)]
    public async Task On_a_full_disk_a_dead_workers_journal_waits_until_there_is_room()
    {
        await using var bench = await BenchAsync();
        await using var disk = await SmallDisk.MountAsync(bench.Root, megabytes: 64, Cancelled);
        var environment = new Dictionary<string, string>(bench.Home.Variables) { ["HOMEPORT_DISK_RESERVE"] = "0" }; // else nothing would begin
        var (homeport, task) = await StartStreamingAsync(bench, environment);
        disk.Fill();
        SidecarProcesses.Kill(bench.Root);
        await homeport.KillAsync(Cancelled);
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, Cancelled); // nothing of them may need the room that comes now
        disk.Free();

        await using (var person = await Person.ConnectAsync(await bench.StartAsync(environment, Cancelled), Cancelled))
        {
            Assert.Equal("interrupted", await OutcomeAsync(person, task, 1));
            Assert.StartsWith(person.TextOf(task), Whole, StringComparison.Ordinal);
            disk.Fill();
            SidecarProcesses.Kill(bench.Root);
            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, Cancelled); // new workers find no room meanwhile
            disk.Free();
            await person.Operations.CallAsync("resumeTask", new JsonObject { ["taskId"] = task, ["prompt"] = "long-stream 5" }, Cancelled);
            Assert.Equal("completed", await OutcomeAsync(person, task, 2));
        }

        (await bench.RunAsync(["stop", "--all"], Cancelled)).MustSucceed("homeport stop --all");
    }

    private static async Task<Workbench> BenchAsync()
    {
        Assert.SkipWhen(Planes.AreOneProcess, "There is no worker beside the host.");
        return await Workbench.WithDemoAgentAsync(Cancelled);
    }

    /// <summary>A host whose agent has begun to say <see cref="Whole"/>.</summary>
    private static async Task<(HomeportProcess Homeport, string Task)> StartStreamingAsync(
        Workbench bench, IReadOnlyDictionary<string, string>? environment = null)
    {
        var homeport = await bench.StartAsync(environment ?? bench.Home.Variables, Cancelled);
        await using var person = await Person.ConnectAsync(homeport, Cancelled);
        await person.AddAsync(await bench.AddRepositoryAsync("work", Cancelled), Cancelled);
        var task = await AnotherTaskAsync(person, $"long-stream {Pieces}");
        await person.Events.FindAsync("agent_message", Cancelled);
        return (homeport, task);
    }

    private static async Task<string> AnotherTaskAsync(Person person, string prompt)
    {
        var projects = await person.Operations.CallAsync("listRepositoryGroups", [], Cancelled);
        return await person.StartAsync(projects["repositoryGroups"]![0]!["id"]!.GetValue<string>(), "demo", "accept_edits", prompt, Cancelled);
    }

    private static async Task<string> OutcomeAsync(Person person, string task, int number) =>
        (await person.FindTurnEndAsync(task, number, Cancelled))["payload"]!["outcome"]!.GetValue<string>();

    private static string[] PidFiles(Workbench bench) => Directory.GetFiles(Path.Combine(bench.Root, "worker"), "sidecar-*.json");

    private static async Task WorkerAsync(Workbench bench) =>
        await Eventually.HappensAsync(() => SidecarProcesses.Of(bench.Root).Count == 1, Soon, () => "a worker comes", Cancelled);

    private static async Task UntilConnectedAsync(HomeportProcess homeport)
    {
        var operations = new OperationClient(homeport.Http);
        while ((await operations.GetAsync("/api/health", Cancelled))["workers"]!.GetValue<int>() == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, Cancelled);
        }
    }

    /// <summary>In clock ticks since the boot: the 22nd field, counted behind the name, which may hold spaces.</summary>
    private static string StartOf(int id)
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
    }
}
