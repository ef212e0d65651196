using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;
using Homeport.Testing.Files;
using Homeport.Testing.Models;

namespace Homeport.EndToEnd.Tests.Browser;

/// <summary>A day's work of a small team: three projects, tasks in every state, one with a difference worth a review.</summary>
internal sealed class SampleWork : IAsyncDisposable
{
    private const string Profile = """
        PS1='\[\e[34m\]~/harbour-shop \[\e[0;2m\]$\[\e[0m\] '
        unset PROMPT_COMMAND HISTFILE
        export GIT_PAGER=cat GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=color.ui GIT_CONFIG_VALUE_0=always

        """;

    private readonly Workbench _bench;
    private readonly Person _person;
    private readonly CancellationToken _cancelled;

    private SampleWork(Workbench bench, HomeportProcess homeport, Person person, CancellationToken cancelled)
    {
        (_bench, Homeport, _person, _cancelled) = (bench, homeport, person, cancelled);
    }

    public HomeportProcess Homeport { get; }

    /// <summary>The task with the difference and two comments that are not sent yet.</summary>
    public string Task { get; private set; } = "";

    /// <summary>Folders of this run, and what they are called in a picture.</summary>
    public Dictionary<string, string> Places => new()
    {
        [_bench.Home.Path] = "/home/ada",
        [SourceTree.At("tests", "agents", "node_modules", ".programs")] = "/usr/local/bin",
    };

    public static async Task<SampleWork> StartAsync(CancellationToken cancellationToken)
    {
        var script = SourceTree.At("tests", "EndToEnd.Tests", "Browser", "Scenes", "sessions.json");
        var bench = await Workbench.WithRealAgentsAsync(new FakeModelOptions { DefaultScenario = $"play script=\"{script}\"" }, cancellationToken);
        var homeport = await bench.StartAsync(cancellationToken);
        var work = new SampleWork(bench, homeport, await Person.ConnectAsync(homeport, cancellationToken), cancellationToken);
        await work.FillAsync();
        return work;
    }

    public async ValueTask DisposeAsync()
    {
        await _person.DisposeAsync();
        await _bench.DisposeAsync();
    }

    private async Task FillAsync()
    {
        var shop = await AddAsync("harbour-shop", "shop");
        var api = await AddAsync("quill-api", "api");
        var tide = await AddAsync("tide-mobile", "tide");

        await MergeAsync(await DoAsync(shop, "Name the fields of the address form"));
        await MergeAsync(await DoAsync(api, "Drop the unused v1 routes"));
        await DoAsync(api, "Return problem details from every endpoint");
        Task = await DoAsync(shop, "Let a discount apply to part of a cart", "A code for rain gear also lowers the price of rope. It shall only count for its own category; one without categories works as it does today.");
        await CommentAsync("src/cart/totals.ts", 16, "Half a cent goes to us here. Does finance know?");
        await CommentAsync("src/cart/types.ts", 19, "An empty list would mean “for nothing”. Say so, or refuse it.");

        await OpenTerminalsAsync("tests", "bash");

        await DraftAsync(shop, "Paginate the orders list", "codex");
        await DraftAsync(shop, "Move prices to integers of cents", "claude_code");
        await DraftAsync(tide, "Show the moon beside the tide", "gemini");

        await SettleAsync(await BeginAsync(shop, "Report failed payments", "ask"), "failed");
        var stopped = await BeginAsync(tide, "Keep tide tables for a week", "accept_edits");
        await _person.Events.FindAsync(entry => entry["taskId"]?.GetValue<string>() == stopped && entry["kind"]!.GetValue<string>() == "agent_message", _cancelled);
        await _person.Operations.CallAsync("stopTaskExecution", new JsonObject { ["taskId"] = stopped }, _cancelled);
        await SettleAsync(stopped, "interrupted");

        await SettleAsync(await BeginAsync(shop, "Upgrade the payment client", "ask"), "waiting");
        await SettleAsync(await BeginAsync(api, "Rotate the secrets of webhooks", "ask"), "waiting");
        var running = await BeginAsync(shop, "Find out why checkout is slow", "accept_edits");
        await _person.Events.FindAsync(entry => entry["taskId"]?.GetValue<string>() == running && entry["kind"]!.GetValue<string>() == "tool_call", _cancelled);
    }

    /// <summary>In the task with the difference; the shell is that of a person who likes colours.</summary>
    private async Task OpenTerminalsAsync(params string[] names)
    {
        await File.WriteAllTextAsync(Path.Combine(_bench.Home.Path, ".bash_profile"), Profile, _cancelled);
        foreach (var name in names)
        {
            await _person.Operations.CallAsync("createTerminal", new JsonObject { ["taskId"] = Task, ["name"] = name }, _cancelled);
        }
    }

    private async Task<string> AddAsync(string name, string scene)
    {
        var repository = await _bench.AddRepositoryAsync(name, _cancelled);
        foreach (var (file, text) in SampleFiles.Of(scene))
        {
            await repository.WriteAsync(file, text, _cancelled);
        }

        await repository.CommitAsync("Begin", _cancelled);
        return await _person.AddAsync(repository, _cancelled);
    }

    private async Task<string> DoAsync(string project, string title, string more = "")
    {
        var task = await BeginAsync(project, title, "accept_edits", more);
        await SettleAsync(task, "in_review");
        return task;
    }

    private Task<string> BeginAsync(string project, string title, string mode, string more = "") => CreateAsync(project, title, "claude_code", mode, more, start: true);

    private Task<string> DraftAsync(string project, string title, string agent) => CreateAsync(project, title, agent, "ask", "", start: false);

    private async Task<string> CreateAsync(string project, string title, string agent, string mode, string more, bool start)
    {
        var created = await _person.Operations.CallAsync("createUnitTask", new JsonObject
        {
            ["repositoryGroupId"] = project,
            ["title"] = title,
            ["prompt"] = $"{title}. {more}".Trim(),
            ["agentType"] = agent,
            ["permissionMode"] = mode,
            ["start"] = start,
        }, _cancelled);
        return created["task"]!["id"]!.GetValue<string>();
    }

    private async Task MergeAsync(string task) =>
        await _person.Operations.PostAsync($"/api/tasks/{task}/merge", new JsonObject { ["strategy"] = "squash" }, _cancelled);

    private async Task SettleAsync(string task, string state) => await _person.Events.FindTaskAsync(task, _cancelled, state);

    private async Task CommentAsync(string path, int line, string body) => await _person.Operations.CallAsync("addReviewComment", new JsonObject
    {
        ["taskId"] = Task,
        ["path"] = path,
        ["side"] = "new",
        ["startLine"] = line,
        ["endLine"] = line,
        ["body"] = body,
    }, _cancelled);
}
