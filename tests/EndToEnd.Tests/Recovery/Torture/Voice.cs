using System.Text.Json.Nodes;
using Homeport.EndToEnd.Tests.Harness;

namespace Homeport.EndToEnd.Tests.Recovery.Torture;

/// <summary>
/// One task with its agent, and the person who keeps it busy: says the next prompt, answers, resumes. A request whose answer a
/// crash cut off is made again; the prompt then still is to be said once.
/// </summary>
internal sealed class Voice(string task, string first, bool asks, FollowedTask seen, Random random)
{
    private const int Waiting = 2;

    private readonly List<string> _accepted = [first];
    private readonly HashSet<string> _unsure = new(StringComparer.Ordinal);
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private (string Prompt, string Key)? _unanswered;
    private int _number = 1;
    private int _resumedAfter = -1;

    public string Task { get; } = task;
    public FollowedTask Seen { get; } = seen;

    /// <summary>Prompts that Homeport said to have, in the order in which they were said.</summary>
    public IReadOnlyList<string> Accepted => _accepted;

    /// <summary>Prompts that it may have or not, because it died before it answered.</summary>
    public IReadOnlySet<string> Unsure => _unsure;

    /// <summary>Resumed turns come before what waits in the queue.</summary>
    public HashSet<string> Resumes { get; } = new(StringComparer.Ordinal);

    /// <summary>Nothing of what was said is still to be done.</summary>
    public bool IsQuiet =>
        _unanswered is null && Seen.Running.Count == 0 && _accepted.All(Seen.Begun.Contains) && Seen.State is "done" or "in_review";

    private bool IsBusy => Seen.Running.Count + _accepted.Count(prompt => !Seen.Begun.Contains(prompt)) >= Waiting;

    public static string FirstPrompt(bool asks, Random random) => Next(asks, 1, random);

    /// <summary>What the host had not answered when it died is asked for again.</summary>
    public void HostDied()
    {
        _answered.Clear();
        _resumedAfter = -1;
    }

    /// <summary>Does what is due.</summary>
    /// <exception cref="HttpRequestException">The host died meanwhile.</exception>
    public async Task KeepBusyAsync(OperationClient operations, bool isClosing, CancellationToken cancellationToken)
    {
        foreach (var (approval, prompt) in Seen.Asked.Where(_ => isClosing || random.Next(3) == 0).ToArray())
        {
            await AnswerAsync(operations, approval, prompt, cancellationToken);
        }

        if (Seen.State == "interrupted" && Seen.Outcomes.Count != _resumedAfter)
        {
            await ResumeAsync(operations, cancellationToken);
        }
        else if (_unanswered is { } again)
        {
            await SayAsync(operations, again.Prompt, again.Key, cancellationToken);
        }
        else if (!isClosing && !IsBusy && Seen.State != "interrupted")
        {
            await SayAsync(operations, Next(asks, ++_number, random), Guid.CreateVersion7().ToString(), cancellationToken);
        }
    }

    private static string Next(bool asks, int number, Random random) =>
        asks && random.Next(4) > 0 ? Words.ToAsk(number) : Words.ToStream(random.Next(50, 900), number);

    private async Task SayAsync(OperationClient operations, string prompt, string key, CancellationToken cancellationToken)
    {
        _unanswered = (prompt, key);
        await operations.CallAsync(
            "sendPrompt", new JsonObject { ["taskId"] = Task, ["prompt"] = prompt, ["idempotencyKey"] = key }, cancellationToken);
        _unanswered = null;
        _accepted.Add(prompt);
    }

    /// <summary>By the state that the host names now, for one that died may have resumed it.</summary>
    private async Task ResumeAsync(OperationClient operations, CancellationToken cancellationToken)
    {
        var known = (await operations.CallAsync("getUnitTask", new JsonObject { ["id"] = Task }, cancellationToken))["task"]!;
        if (known["state"]!.GetValue<string>() != "interrupted")
        {
            return;
        }

        var prompt = Next(asks, ++_number, random);
        _unsure.Add(prompt);
        Resumes.Add(prompt);
        await operations.CallAsync("resumeTask", new JsonObject { ["taskId"] = Task, ["prompt"] = prompt }, cancellationToken);
        _unsure.Remove(prompt);
        _accepted.Add(prompt);
        _resumedAfter = Seen.Outcomes.Count;
    }

    private async Task AnswerAsync(OperationClient operations, string approval, string prompt, CancellationToken cancellationToken)
    {
        if (_answered.Contains(approval))
        {
            return;
        }

        var option = Words.IsAllowed(prompt) ? "allow_once" : "reject_once";
        await operations.AskAsync("answerApproval", new JsonObject { ["approvalId"] = approval, ["optionId"] = option }, cancellationToken);
        _answered.Add(approval); // a refusal says that it was answered before the host died, or that its agent is gone
    }
}
