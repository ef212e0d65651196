using System.Text.Json.Nodes;

namespace Homeport.EndToEnd.Tests.Harness;

/// <summary>Somebody who works with a running Homeport: adds a repository, starts tasks, answers, reviews, merges.</summary>
internal sealed class Person : IAsyncDisposable
{
    private Person(HomeportProcess homeport, EventTail events)
    {
        Events = events;
        Operations = new OperationClient(homeport.Http);
    }

    public EventTail Events { get; }
    public OperationClient Operations { get; }

    /// <summary>Sees everything since the beginning.</summary>
    public static async Task<Person> ConnectAsync(HomeportProcess homeport, CancellationToken cancellationToken) =>
        new(homeport, await EventTail.OpenAsync(homeport, fromSequence: 0, cancellationToken));

    /// <summary>The id of the project that was made of the repository.</summary>
    public async Task<string> AddAsync(WorkRepository repository, CancellationToken cancellationToken)
    {
        var added = await Operations.CallAsync("addRepository", new JsonObject { ["path"] = repository.Path }, cancellationToken);
        return added["repositoryGroup"]!["id"]!.GetValue<string>();
    }

    /// <summary>The id of a task that was started.</summary>
    public async Task<string> StartAsync(string project, string agent, string mode, string prompt, CancellationToken cancellationToken)
    {
        var created = await Operations.CallAsync("createUnitTask", new JsonObject
        {
            ["repositoryGroupId"] = project,
            ["prompt"] = prompt,
            ["agentType"] = agent,
            ["permissionMode"] = mode,
            ["confirmBypass"] = mode == "bypass" ? mode : null,
            ["start"] = true,
        }, cancellationToken);
        return created["task"]!["id"]!.GetValue<string>();
    }

    public async Task SayAsync(string task, string prompt, CancellationToken cancellationToken) => await Operations.CallAsync(
        "sendPrompt", new JsonObject { ["taskId"] = task, ["prompt"] = prompt }, cancellationToken);

    /// <summary>The n-th thing that the task asks, counted from 1.</summary>
    public async Task<JsonObject> FindApprovalAsync(string task, int number, CancellationToken cancellationToken)
    {
        var seen = 0;
        var asked = await Events.FindAsync(entry => IsOf(entry, task, "approval_requested") && ++seen == number, cancellationToken);
        return (JsonObject)asked["payload"]!["approval"]!;
    }

    /// <summary>Chooses the first option of a kind such as <c>allow_once</c>.</summary>
    public async Task AnswerAsync(JsonObject approval, string optionKind, CancellationToken cancellationToken, string? reason = null)
    {
        var option = approval["options"]!.AsArray().First(option => option!["kind"]!.GetValue<string>() == optionKind)!;
        await Operations.CallAsync("answerApproval", new JsonObject
        {
            ["approvalId"] = approval["id"]!.GetValue<string>(),
            ["optionId"] = option["id"]!.GetValue<string>(),
            ["reason"] = reason,
        }, cancellationToken);
    }

    /// <summary>Answers the only question of an approval.</summary>
    public async Task AnswerQuestionAsync(JsonObject approval, string label, CancellationToken cancellationToken)
    {
        var question = Assert.Single(approval["questions"]!.AsArray())!;
        var answer = new JsonObject { ["questionId"] = question["id"]!.GetValue<string>(), ["values"] = new JsonArray(label) };
        await Operations.CallAsync("answerApproval", new JsonObject
        {
            ["approvalId"] = approval["id"]!.GetValue<string>(),
            ["answers"] = new JsonArray(answer),
        }, cancellationToken);
    }

    /// <summary>The end of the n-th turn, counted from 1.</summary>
    public async Task<JsonObject> FindTurnEndAsync(string task, int number, CancellationToken cancellationToken)
    {
        var seen = 0;
        return await Events.FindAsync(entry => IsOf(entry, task, "turn_ended") && ++seen == number, cancellationToken);
    }

    /// <summary>The task as it stands now.</summary>
    public async Task<JsonObject> GetAsync(string task, CancellationToken cancellationToken) =>
        (JsonObject)(await Operations.CallAsync("getUnitTask", new JsonObject { ["id"] = task }, cancellationToken))["task"]!;

    /// <summary>Everything the agent said, with the pieces put together as a client does.</summary>
    public string TextOf(string task)
    {
        var messages = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in Events.All.Where(entry => IsOf(entry, task, "agent_message")))
        {
            var (item, payload) = (entry["itemId"]!.GetValue<string>(), entry["payload"]!);
            var offset = payload["offset"]?.GetValue<int>() ?? 0;
            messages[item] = payload["text"]?.GetValue<string>()
                ?? messages.GetValueOrDefault(item, "")[..offset] + payload["append"]?.GetValue<string>();
        }

        return string.Join('\n', messages.Values);
    }

    public async ValueTask DisposeAsync() => await Events.DisposeAsync();

    private static bool IsOf(JsonObject entry, string task, string kind) =>
        entry["kind"]!.GetValue<string>() == kind && entry["taskId"]?.GetValue<string>() == task;
}
