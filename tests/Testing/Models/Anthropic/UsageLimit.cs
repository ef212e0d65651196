using System.Globalization;
using System.Text.Json.Nodes;

namespace Homeport.Testing.Models.Anthropic;

/// <summary>The answer to a subscriber whose five-hour window is used up: 429, and headers that say until when.</summary>
internal static class UsageLimit
{
    public static Refusal Refuse(DateTimeOffset resetsAt, TimeProvider time)
    {
        var reset = resetsAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var after = Math.Max(1, (long)(resetsAt - time.GetUtcNow()).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return new Refusal(
            Error("rate_limit_error", "This request would exceed your account's rate limit. Please try again later."),
            [
                new("retry-after", after),
                new("x-should-retry", "false"),
                new("anthropic-ratelimit-unified-status", "rejected"),
                new("anthropic-ratelimit-unified-representative-claim", "five_hour"),
                new("anthropic-ratelimit-unified-reset", reset),
                new("anthropic-ratelimit-unified-5h-status", "rejected"),
                new("anthropic-ratelimit-unified-5h-reset", reset),
                new("anthropic-ratelimit-unified-5h-utilization", "1.0"),
                new("anthropic-ratelimit-unified-overage-status", "rejected"),
                new("anthropic-ratelimit-unified-overage-disabled-reason", "org_level_disabled"),
            ]);
    }

    public static JsonObject Error(string type, string message) => new()
    {
        ["type"] = "error",
        ["error"] = new JsonObject { ["type"] = type, ["message"] = message },
        ["request_id"] = "req_fake",
    };
}
