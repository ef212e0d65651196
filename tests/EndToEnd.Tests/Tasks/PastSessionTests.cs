using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing.Programs;

namespace Homeport.EndToEnd.Tests.Tasks;

/// <summary>Sessions that were begun in a terminal with the real agents go on as tasks. Only the model is ours.</summary>
public sealed class PastSessionTests
{
    private const int Limit = 180_000; // milliseconds for a whole test
    private const string Word = "heron-4711";

    private static readonly TimeSpan TerminalLimit = TimeSpan.FromSeconds(90);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = Limit)]
    [InlineData("claude_code", "worktree")]
    [InlineData("codex", "in_place")]
    [InlineData("opencode", "worktree")]
    public async Task What_was_said_in_a_terminal_reaches_the_model_again(string agent, string isolation)
    {
        await using var bench = await Workbench.WithRealAgentsAsync(Cancelled);
        var repository = await bench.AddRepositoryAsync("mein Hof", Cancelled);
        await TalkAsync(bench, agent, repository.Path, $"Remember {Word}. fake:echo text=\"I will\"");
        await using var person = await Person.ConnectAsync(await bench.StartAsync(Cancelled), Cancelled);
        var project = await person.AddAsync(repository, Cancelled);

        var found = await person.Operations.CallAsync("refreshPastSessions", [], Cancelled);
        Assert.Equal((1, 0), (found["added"]!.GetValue<int>(), found["problems"]!.AsArray().Count));
        var listed = await person.Operations.CallAsync("listPastSessions", new JsonObject { ["query"] = $"remember {Word}" }, Cancelled);
        var session = Assert.Single(listed["pastSessions"]!.AsArray())!;
        var id = session["id"]!.GetValue<string>();
        Assert.Equal((agent, repository.Path), (session["agentType"]!.GetValue<string>(), session["folder"]!.GetValue<string>()));
        var events = await person.Operations.CallAsync("listPastSessionEvents", new JsonObject { ["id"] = id }, Cancelled);
        Assert.Equal(["user_message", "agent_message"], events["events"]!.AsArray().Select(told => told!["kind"]!.GetValue<string>()));

        var asked = bench.Models.Requests.All.Count;
        var made = await person.Operations.CallAsync("resumePastSession", new JsonObject
        {
            ["id"] = id,
            ["isolation"] = isolation,
            ["prompt"] = "What was the word? fake:echo text=\"that one\"",
        }, Cancelled);

        var task = made["task"]!["id"]!.GetValue<string>();
        await person.FindTurnEndAsync(task, 1, Cancelled);
        var request = await bench.Models.Requests.FindAsync(
            one => one.IsTurn && one.Number > asked && one.Body!.ToJsonString().Contains("What was the word?", StringComparison.Ordinal), Cancelled);
        Assert.Contains(Word, request.Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("that one", person.TextOf(task), StringComparison.Ordinal);
        Assert.DoesNotContain(person.Events.All, one => one["kind"]!.GetValue<string>() == "notice" && one["payload"]!["code"]!.GetValue<string>() == "session_lost");
        var kept = await person.GetAsync(task, Cancelled);
        Assert.Equal((project, isolation), (kept["repositoryGroupId"]!.GetValue<string>(), kept["isolation"]!.GetValue<string>()));
        Assert.Equal(isolation == "in_place", kept["worktreePath"]!.GetValue<string>() == repository.Path);

        var again = await person.Operations.CallAsync("resumePastSession", new JsonObject { ["id"] = id, ["prompt"] = "again" }, Cancelled);
        Assert.Equal((task, false), (again["task"]!["id"]!.GetValue<string>(), again["created"]!.GetValue<bool>()));
        Assert.Equal(0, (await person.Operations.CallAsync("refreshPastSessions", [], Cancelled))["added"]!.GetValue<int>());
        await AskOnTheCommandLineAsync(bench, session["nativeSessionId"]!.GetValue<string>(), task);
    }

    private static async Task AskOnTheCommandLineAsync(Workbench bench, string nativeId, string task)
    {
        var listed = await bench.RunAsync(["import", "list", "remember", Word], Cancelled);
        Assert.Equal((nativeId, task), (listed.Output.Split('\t')[0], listed.Output.TrimEnd().Split('\t')[^1]));
        Assert.DoesNotContain(nativeId, (await bench.RunAsync(["import", "list", "no-such-word", "--json"], Cancelled)).Output, StringComparison.Ordinal);

        var shown = await bench.RunAsync(["import", "show", "last"], Cancelled);
        Assert.Contains($"Remember {Word}.", shown.Output, StringComparison.Ordinal);
        Assert.Contains("that one", shown.Output, StringComparison.Ordinal);

        var resumed = await bench.RunAsync(["import", "resume", nativeId], Cancelled);
        Assert.Equal(0, resumed.ExitCode);
        Assert.StartsWith(task, resumed.Output, StringComparison.Ordinal);
        Assert.Contains("goes on with this session already", resumed.Errors, StringComparison.Ordinal);
        Assert.NotEqual(0, (await bench.RunAsync(["import", "show", "nothing"], Cancelled)).ExitCode);
        Assert.StartsWith("1 sessions", (await bench.RunAsync(["import", "refresh"], Cancelled)).Output, StringComparison.Ordinal);
    }

    /// <summary>As a person does in a terminal.</summary>
    private static async Task TalkAsync(Workbench bench, string agent, string folder, string prompt)
    {
        (string Program, string[] Arguments) line = agent switch
        {
            "claude_code" => ("claude", ["--print", prompt]),
            "codex" => ("codex", ["exec", "--skip-git-repo-check", prompt]),
            _ => ("opencode", ["run", prompt]),
        };
        var program = Path.Combine(bench.Home.Variables["PATH"].Split(':')[0], line.Program);
        var ended = await ProgramRun.RunAsync(program, line.Arguments, folder, bench.Home.Variables, TerminalLimit, Cancelled);
        ended.MustSucceed($"{agent} in a terminal");
    }
}
