using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.ClaudeCode;

/// <summary>A turn that runs.</summary>
/// <param name="command">The id of the prompt, by which the agent tells what becomes of it.</param>
internal sealed class ClaudeTurn(string command)
{
    private readonly TaskCompletionSource<TurnResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Command { get; } = command;

    /// <summary>The agent took the prompt up.</summary>
    public bool IsStarted { get; set; }

    public bool IsInterrupted { get; set; }

    /// <summary>The agent was told to stop after it took the prompt up.</summary>
    public bool IsStopSent { get; set; }

    /// <summary>The name of the last message of the agent itself, where a copy of the session can begin.</summary>
    public string? LastMessage { get; set; }

    /// <summary>What was said into the turn and the agent has not taken up yet.</summary>
    public HashSet<string> Steered { get; } = new(StringComparer.Ordinal);

    /// <summary>What results used that did not end it.</summary>
    public TokenUsage? UsedBefore { get; set; }

    public Task<TurnResult> Result => _result.Task;

    public void End(TurnResult result) => _result.TrySetResult(result);

    public void Fail(Exception exception) => _result.TrySetException(exception);

    /// <summary>
    /// Whether a result is this turn's: one that a background task brought about is not, unless the agent had taken the
    /// prompt up by then and so merged both.
    /// </summary>
    public bool IsEndedBy(JsonElement result) =>
        IsStarted || result.Member("origin").Text("kind") != "task-notification";

    /// <summary>Whether this result ends the turn. It goes on where something was said into it that the agent has yet to take up.</summary>
    public bool TakeResult(JsonElement result, TokenUsage usage)
    {
        if (!IsEndedBy(result))
        {
            return false;
        }

        if (IsInterrupted || Steered.Count == 0)
        {
            return true;
        }

        UsedBefore = ClaudeUsage.Add(UsedBefore, usage);
        return false;
    }

    /// <summary>Judges a <c>result</c> message. Its subtype alone says little: failed requests come as <c>success</c>.</summary>
    public TurnResult Judge(JsonElement result, TokenUsage usage, DateTimeOffset? limitResetsAt, DateTimeOffset now)
    {
        var reason = result.Text("terminal_reason");
        var judged = new TurnResult
        {
            Outcome = TurnOutcome.Completed,
            StopReason = reason is null or "completed" ? result.Text("stop_reason") ?? reason : reason,
            Usage = usage,
            NativeSessionId = result.Text("session_id"),
            NativePoint = LastMessage,
        };
        if (reason?.StartsWith("aborted", StringComparison.Ordinal) == true || (IsInterrupted && result.Flag("is_error")))
        {
            return judged with { Outcome = TurnOutcome.Interrupted };
        }

        if (!result.Flag("is_error") && result.Text("subtype") is null or "success")
        {
            return judged;
        }

        var words = string.Join(' ', result.Items("errors").Select(error => error.ValueKind == JsonValueKind.String ? error.GetString() : null));
        var status = result.Whole("api_error_status");
        var verdict = Verdict.Judge(
            "Claude Code", ClaudeCodeAdapter.LogInStep, status,
            words.Length > 0 ? words : result.Text("result") ?? result.Text("subtype") ?? "it gave no reason", now);
        return judged with
        {
            Outcome = verdict.Outcome,
            Failure = verdict.Failure,
            LimitResetsAt = verdict.Outcome == TurnOutcome.Limited ? limitResetsAt ?? verdict.ResetsAt : null,
        };
    }
}
