using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;

namespace Homeport.EndToEnd.Tests.Tasks;

/// <summary>Whatever an agent does, the task ends in a state that says what happened and what to do, and no process stays.</summary>
public sealed class MisbehavingAgentTests
{
    private const int Limit = 240_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData("exit 3")]
    [InlineData("fail")]
    public async Task An_agent_that_gives_up_leaves_a_task_that_says_what_to_do(string prompt)
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, "demo", prompt);

        var failed = await person.Events.FindTaskAsync(task, Cancelled, "failed");

        Assert.False(string.IsNullOrWhiteSpace(failed["failure"]?["message"]?.GetValue<string>()));
        Assert.False(string.IsNullOrWhiteSpace(failed["failure"]?["next"]?.GetValue<string>()));
    }

    [Fact(Timeout = Limit)]
    public async Task Garbage_is_kept_and_shown_and_the_turn_still_ends()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, "demo", "garbage");

        await person.FindTurnEndAsync(task, 1, Cancelled);

        Assert.Contains(person.Events.All, entry => entry["kind"]!.GetValue<string>() == "raw");
    }

    [Fact(Timeout = Limit)]
    public async Task A_flood_arrives_whole_and_the_host_stays_answerable()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, "demo", "flood 20000");

        var health = await person.Operations.GetAsync("/health", Cancelled);
        await person.FindTurnEndAsync(task, 1, Cancelled);

        Assert.Equal("ok", health["status"]!.GetValue<string>());
    }

    [Fact(Timeout = Limit)]
    public async Task An_agent_that_hangs_is_stopped_within_its_limit()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var task = await StartAsync(bench, person, "demo", "hang");
        await person.Events.FindAsync("turn_started", Cancelled);

        await person.Operations.CallAsync("stopTaskExecution", new JsonObject { ["taskId"] = task }, Cancelled)
            .WaitAsync(TimeSpan.FromSeconds(15), TimeProvider.System, Cancelled);

        Assert.Equal("interrupted", (await person.FindTurnEndAsync(task, 1, Cancelled))["payload"]!["outcome"]!.GetValue<string>());
    }

    [Fact(Timeout = Limit)]
    public async Task A_missing_agent_says_how_to_install_it()
    {
        await using var bench = await Workbench.WithDemoAgentAsync(Cancelled);
        var environment = bench.Home.Variables.ToDictionary();
        environment["PATH"] = "/usr/bin:/bin";
        await using var person = await Person.ConnectAsync(await bench.StartAsync(environment, Cancelled), Cancelled);
        var task = await StartAsync(bench, person, "claude_code", "fake:echo");

        var failed = await person.Events.FindTaskAsync(task, Cancelled, "failed");

        Assert.Equal("agent_unavailable", failed["failure"]!["code"]!.GetValue<string>());
        Assert.Contains("npm install", failed["failure"]!["next"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static async Task<string> StartAsync(Workbench bench, Person person, string agent, string prompt) => await person.StartAsync(
        await person.AddAsync(await bench.AddRepositoryAsync("work", Cancelled), Cancelled), agent, "ask", prompt, Cancelled);
}
