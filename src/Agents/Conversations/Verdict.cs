using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Conversations;

/// <summary>What an agent's error means for the task.</summary>
internal sealed record Verdict(TurnOutcome Outcome, TaskFailure Failure, DateTimeOffset? ResetsAt = null)
{
    /// <param name="agent">The agent's name, for the message.</param>
    /// <param name="loginStep">What to do when there is no login.</param>
    /// <param name="status">The provider's HTTP status, if it is known.</param>
    /// <param name="words">What the agent said.</param>
    /// <param name="now">The time, for limits that end after a while.</param>
    public static Verdict Judge(string agent, string? loginStep, long? status, string words, DateTimeOffset now)
    {
        var said = words.Trim().TrimEnd('.');
        return (status, words) switch
        {
            (401 or 403, _) or (null, _) when status is not null || SaysNoLogin(words) => Failed(
                "not_logged_in", $"{agent} could not log in to its provider: {said}.", loginStep),
            (429 or 402, _) or (null, _) when status is not null || SaysLimit(words) => new(
                TurnOutcome.Limited,
                new()
                {
                    Code = "usage_limit",
                    Message = $"{agent} met a limit of its provider: {said}.",
                    Next = "Wait until the limit ends, or choose another model or agent, and go on.",
                },
                LimitReset.Find(words, now)),
            (529 or 503 or 502, _) or (null, _) when status is not null || SaysOverloaded(words) => Failed(
                "provider_overloaded", $"The provider of {agent} is overloaded: {said}.", "Wait a moment and retry."),
            (null, _) when SaysUnreachable(words) => Failed(
                "provider_unreachable", $"{agent} could not reach its provider: {said}.",
                "Look at the network and at the provider's address, then retry."),
            _ => Failed("agent_error", $"{agent} could not finish: {said}.", "Read what it said and retry, or change the prompt."),
        };
    }

    public static Verdict Crashed(string agent) => Failed(
        "agent_crashed", $"{agent} ended before its turn was over.", "Look at what it said last, then resume the task.");

    private static Verdict Failed(string code, string message, string? next) =>
        new(TurnOutcome.Failed, new() { Code = code, Message = message, Next = next });

    private static bool SaysNoLogin(string words) => Says(
        words, "not logged in", "log in again", "authentication required", "authentication_failed", "failed to authenticate", "authentication failed", "unauthorized",
        "invalid api key", "invalid_api_key", "please run /login", "401 ", "unauthenticated", "api key not valid", "no api key", "auth method");

    private static bool SaysLimit(string words) => Says(
        words, "usage limit", "rate limit", "rate_limit", "hit your limit", "limit reached", "quota", "too many requests", "(429)", "error 429", "credit balance");

    private static bool SaysOverloaded(string words) => Says(
        words, "overloaded", "529", "503 ", "service unavailable", "at capacity", "high demand");

    private static bool SaysUnreachable(string words) => Says(
        words, "econnrefused", "connection refused", "enotfound", "etimedout", "connection_failed", "fetch failed",
        "network error", "error sending request", "connection error", "unable to connect", "socket hang up");

    private static bool Says(string words, params ReadOnlySpan<string> signs)
    {
        foreach (var sign in signs)
        {
            if (words.Contains(sign, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
