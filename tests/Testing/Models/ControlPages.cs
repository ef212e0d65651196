using System.Globalization;
using System.Text.Json.Nodes;
using Homeport.Testing.Models.Scenarios;
using Microsoft.Net.Http.Headers;

namespace Homeport.Testing.Models;

/// <summary>
/// What a person or another process asks the server about itself: GET /__fake/health, GET /__fake/requests, GET /__fake/requests/NUMBER (with the body),
/// POST /__fake/reset, POST /__fake/gates/NAME (opens it). Tests in the same process use the objects instead.
/// </summary>
internal sealed class ControlPages(RequestLog requests, Gates gates, FailureCount failures)
{
    private const string Prefix = "/__fake/";

    /// <summary>Null when the path is none of these pages.</summary>
    public JsonNode? Answer(string method, string path)
    {
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        switch (method, path[Prefix.Length..].Split('/'))
        {
            case ("GET", ["health"]):
                return new JsonObject { ["ok"] = true, ["requests"] = requests.All.Count };
            case ("GET", ["requests"]):
                return new JsonArray([.. requests.All.Select(Describe)]);
            case ("GET", ["requests", var number]):
                return requests.All.FirstOrDefault(request => request.Number.ToString(CultureInfo.InvariantCulture) == number) is { } asked
                    ? new JsonObject { ["request"] = Describe(asked), ["body"] = asked.Body?.DeepClone() }
                    : null;
            case ("POST", ["reset"]):
                requests.Clear();
                failures.Clear();
                return new JsonObject { ["ok"] = true };
            case ("POST", ["gates", var name]):
                gates.Open(name);
                return new JsonObject { ["ok"] = true };
            default:
                return null;
        }
    }

    private static JsonObject Describe(RecordedRequest request) => new()
    {
        ["number"] = request.Number,
        ["method"] = request.Method,
        ["path"] = request.Path,
        ["api"] = request.Api,
        ["model"] = request.Model,
        ["streamed"] = request.Streamed,
        ["scenario"] = request.Scenario,
        ["step"] = request.Step,
        ["side"] = request.IsSide,
        ["tools"] = new JsonArray([.. request.Tools.Select(name => (JsonNode)name)]),
        ["calls"] = new JsonArray([.. request.Calls.Select(name => (JsonNode)name)]),
        ["status"] = request.Status,
        ["outcome"] = request.Outcome.IsCompletedSuccessfully ? OutcomeName(request) : "in_progress",
        ["userAgent"] = request.Headers.GetValueOrDefault(HeaderNames.UserAgent),
    };

    private static string OutcomeName(RecordedRequest request) => request.Outcome.GetAwaiter().GetResult() switch
    {
        RequestOutcome.Answered => "answered",
        RequestOutcome.ClientWentAway => "client_went_away",
        RequestOutcome.Cut => "cut",
    };
}
