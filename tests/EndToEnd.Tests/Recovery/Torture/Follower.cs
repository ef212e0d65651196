using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;

namespace Homeport.EndToEnd.Tests.Recovery.Torture;

/// <summary>
/// A client that follows the events over all lives of the host: it comes back with the last sequence that it saw, and fails
/// when one is missing, comes twice or comes too early.
/// </summary>
internal sealed class Follower : IAsyncDisposable
{
    private readonly List<JsonObject> _events = [];
    private readonly Dictionary<string, FollowedTask> _tasks = new(StringComparer.Ordinal);
    private EventTail? _tail;
    private int _taken;
    private int _heard;

    /// <summary>In order, from the first.</summary>
    public IReadOnlyList<JsonObject> Events => _events;

    /// <summary>How long the text of each item was when it was last seen streaming; it may not be stored yet.</summary>
    public Dictionary<string, (string Task, int Length)> Heard { get; } = new(StringComparer.Ordinal);

    public async Task ConnectAsync(HomeportProcess homeport, CancellationToken cancellationToken)
    {
        await DisposeAsync();
        _tail = await EventTail.OpenAsync(homeport, _events.Count, cancellationToken);
        (_taken, _heard) = (0, 0);
    }

    /// <summary>Takes in what has arrived.</summary>
    public void Look()
    {
        if (_tail is null)
        {
            return;
        }

        foreach (var entry in _tail.All.Skip(_taken))
        {
            Take(entry);
            _taken++;
        }

        foreach (var delta in _tail.Deltas.All.Skip(_heard))
        {
            Heard[delta["itemId"]!.GetValue<string>()] =
                (delta["taskId"]!.GetValue<string>(), delta["offset"]!.GetValue<int>() + delta["text"]!.GetValue<string>().Length);
            _heard++;
        }
    }

    public FollowedTask Of(string task) => _tasks.TryGetValue(task, out var known) ? known : _tasks[task] = new FollowedTask();

    public async ValueTask DisposeAsync()
    {
        if (_tail is { } tail)
        {
            await tail.DisposeAsync();
            Look();
            _tail = null;
        }
    }

    private void Take(JsonObject entry)
    {
        Assert.Equal(_events.Count + 1, entry["sequence"]!.GetValue<long>());
        _events.Add(entry);
        if (entry["taskId"]?.GetValue<string>() is { } task)
        {
            Of(task).Take(entry);
        }
    }
}

/// <summary>What its events have told of one task.</summary>
internal sealed class FollowedTask
{
    private readonly Dictionary<string, string> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _prompts = new(StringComparer.Ordinal);

    public string State { get; private set; } = "queued";

    /// <summary>Why it failed, for the message of a failing test.</summary>
    public string Failure { get; private set; } = "";

    /// <summary>Turns that began and have not ended, with the prompt of each.</summary>
    public Dictionary<string, string> Running { get; } = new(StringComparer.Ordinal);

    /// <summary>The outcome of each turn that ended.</summary>
    public Dictionary<string, string> Outcomes { get; } = new(StringComparer.Ordinal);

    /// <summary>The prompts of turns that began.</summary>
    public HashSet<string> Begun { get; } = new(StringComparer.Ordinal);

    /// <summary>Approvals that wait for an answer, with the prompt that led to each.</summary>
    public IReadOnlyDictionary<string, string> Asked => _asked;

    public void Take(JsonObject entry)
    {
        var (payload, turn) = (entry["payload"]!, entry["turnId"]?.GetValue<string>() ?? "");
        switch (entry["kind"]!.GetValue<string>())
        {
            case "task_changed":
                State = payload["task"]!["state"]!.GetValue<string>();
                Failure = payload["task"]!["failure"]?.ToJsonString() ?? "";
                break;
            case "user_message":
                var prompt = payload["text"]!.GetValue<string>();
                Assert.True(Begun.Add(prompt), $"'{prompt}' was said to the agent twice.");
                Running[turn] = _prompts[turn] = prompt;
                break;
            case "turn_ended":
                Assert.True(Outcomes.TryAdd(turn, payload["outcome"]!.GetValue<string>()), $"Turn {turn} ended twice.");
                Running.Remove(turn);
                break;
            case "approval_requested":
                _asked[payload["approval"]!["id"]!.GetValue<string>()] = _prompts[turn];
                break;
            case "approval_resolved":
                _asked.Remove(payload["approvalId"]!.GetValue<string>());
                break;
        }
    }
}
