using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Codex;

/// <summary>A turn that runs: what it uses and how it ends.</summary>
internal sealed class CodexTurn
{
    private readonly TaskCompletionSource<TurnResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool _isStopSent;

    /// <summary>Codex's id, once it has told it.</summary>
    public string? Id { get; set; }

    public bool IsInterrupted { get; set; }

    /// <summary>The id to stop the turn by: once, when it is to be stopped and the id is known.</summary>
    public string? TakeStop()
    {
        if (!IsInterrupted || Id is null || _isStopSent)
        {
            return null;
        }

        _isStopSent = true;
        return Id;
    }

    public TokenUsage Usage { get; private set; } = new();
    public Task<TurnResult> Result => _result.Task;

    /// <summary>Its input includes what was read from the cache; ours does not.</summary>
    public TokenUsage AddUsage(JsonElement tokenUsage)
    {
        var last = tokenUsage.Member("last");
        var cached = last.Whole("cachedInputTokens") ?? 0;
        return Usage = Usage with
        {
            InputTokens = Usage.InputTokens + Math.Max(0, (last.Whole("inputTokens") ?? 0) - cached),
            OutputTokens = Usage.OutputTokens + (last.Whole("outputTokens") ?? 0),
            CacheReadTokens = Usage.CacheReadTokens + cached,
            CacheWriteTokens = Usage.CacheWriteTokens + (last.Whole("cacheWriteInputTokens") ?? 0),
            ContextUsed = last.Whole("totalTokens") ?? Usage.ContextUsed,
            ContextSize = tokenUsage.Whole("modelContextWindow") ?? Usage.ContextSize,
        };
    }

    public void End(TurnResult result) => _result.TrySetResult(result with { Usage = Usage });

    /// <summary>Judges the <c>turn</c> of a <c>turn/completed</c>.</summary>
    public static TurnResult Judge(JsonElement turn, DateTimeOffset? limitResetsAt, DateTimeOffset now)
    {
        var status = turn.Text("status");
        switch (status)
        {
            case "completed":
                return new() { Outcome = TurnOutcome.Completed, StopReason = status };
            case "interrupted":
                return new() { Outcome = TurnOutcome.Interrupted, StopReason = status };
        }

        var error = turn.Member("error");
        var verdict = Verdict.Judge(
            CodexAdapter.DisplayName, CodexAdapter.LogInStep, StatusOf(error.Member("codexErrorInfo")), Words(error) ?? "it gave no reason", now);
        return new()
        {
            Outcome = verdict.Outcome,
            StopReason = status,
            Failure = verdict.Failure,
            LimitResetsAt = verdict.Outcome == TurnOutcome.Limited ? limitResetsAt ?? verdict.ResetsAt : null,
        };
    }

    public static string? Words(JsonElement? error) => error.Text("additionalDetails") is { } details
        ? $"{error.Text("message")}: {details}"
        : error.Text("message");

    /// <summary>The HTTP status that an error stands for.</summary>
    private static long? StatusOf(JsonElement? kind) => kind is { ValueKind: JsonValueKind.String } word
        ? word.GetString() switch
        {
            "unauthorized" => 401,
            "usageLimitExceeded" or "rateLimitExceeded" or "sessionBudgetExceeded" => 429,
            "serverOverloaded" or "flexUnavailable" or "policyCapacityUnavailable" => 529,
            _ => null,
        }
        : kind.Members().Select(member => member.Value.Whole("httpStatusCode")).FirstOrDefault();
}
