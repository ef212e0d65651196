using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Tests.Conversations;

public sealed class VerdictTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(401L, "whatever", "not_logged_in")]
    [InlineData(529L, "whatever", "provider_overloaded")]
    [InlineData(429L, "whatever", "usage_limit")]
    [InlineData(400L, "model not found", "agent_error")]
    [InlineData(null, "Invalid API key · Please run /login", "not_logged_in")]
    [InlineData(null, "You've hit your limit · resets 3pm (Europe/Berlin)", "usage_limit")]
    [InlineData(null, "overloaded_error", "provider_overloaded")]
    [InlineData(null, "connect ECONNREFUSED 127.0.0.1:1", "provider_unreachable")]
    [InlineData(null, "it took 4290 ms", "agent_error")]
    public void An_error_is_judged_by_its_status_or_else_by_its_words(long? status, string words, string code)
    {
        var verdict = Verdict.Judge("The agent", "Log in.", status, words, Now);

        Assert.Equal(code, verdict.Failure.Code);
        Assert.Equal(code == "usage_limit" ? TurnOutcome.Limited : TurnOutcome.Failed, verdict.Outcome);
        Assert.NotNull(verdict.Failure.Next);
    }

    [Theory]
    [InlineData("Claude AI usage limit reached|1767290400", "2026-01-01T18:00:00Z")]
    [InlineData("Rate limit reached, please try again in 1h 20m.", "2026-01-01T13:20:00Z")]
    [InlineData("try again in 2 days, 3 hours and 4 minutes", "2026-01-03T15:04:00Z")]
    [InlineData("retry after 30 seconds", "2026-01-01T12:00:30Z")]
    [InlineData("You've hit your limit · resets 3pm (Europe/Berlin)", "2026-01-01T14:00:00Z")]
    [InlineData("resets 12:30am (UTC)", "2026-01-02T00:30:00Z")]
    [InlineData("resets 3pm", null)]
    [InlineData("resets 3pm (Middle/Earth)", null)]
    [InlineData("limit of 5000000000 tokens", null)]
    public void The_end_of_a_limit_is_read_where_it_is_clear(string words, string? at) =>
        Assert.Equal(at is null ? null : DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture), LimitReset.Find(words, Now));
}
