using System.Text.Json.Nodes;
using Homeport.Testing.Models.Scenarios;

namespace Homeport.Testing.Models.OpenAi;

internal static class OpenAiRefusal
{
    public static Refusal Of(Failure failure, TimeProvider time)
    {
        var error = new JsonObject
        {
            ["message"] = failure.ResetsAt is null ? $"Fake error {failure.Status}" : "The usage limit has been reached",
            ["type"] = failure.ResetsAt is not null ? "usage_limit_reached" : failure.Status switch
            {
                429 => "rate_limit_exceeded",
                < 500 => "invalid_request_error",
                _ => "server_error",
            },
            ["param"] = null,
            ["code"] = failure.Status == 429 ? "rate_limit_exceeded" : null,
        };
        if (failure.ResetsAt is { } resetsAt)
        {
            error["plan_type"] = "plus";
            error["resets_at"] = resetsAt.ToUnixTimeSeconds();
            error["resets_in_seconds"] = (long)(resetsAt - time.GetUtcNow()).TotalSeconds;
        }

        return Refusal.Plain(new JsonObject { ["error"] = error }, failure);
    }
}
