using System.Text.Json.Nodes;
using Homeport.Testing.Models.Conversations;
using Homeport.Testing.Models.Scenarios;

namespace Homeport.Testing.Models;

/// <summary>One provider's request and answers. Pure: pace, failures and the connection are the server's.</summary>
internal interface IWireFormat
{
    /// <summary>Null when the path (without its trailing slash) belongs to another format.</summary>
    ModelRequest? Read(string path, JsonObject body);

    JsonObject Whole(ModelRequest request, Answer answer, AnswerIds ids);

    /// <summary>The same answer in pieces. Exactly the text deltas are marked, so that the server can pace them.</summary>
    IEnumerable<StreamPart> Stream(ModelRequest request, Answer answer, AnswerIds ids);

    Refusal Refuse(Failure failure, TimeProvider time);
}

/// <summary>One server-sent event. <see cref="Event"/> is null where a format sends data only.</summary>
internal sealed record StreamPart(string? Event, string Data, bool IsTextDelta = false);

internal sealed record Refusal(JsonObject Body, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    public static Refusal Plain(JsonObject body, Failure failure) =>
        new(body, failure.RetryAfter is { } after ? [new("retry-after", after)] : []);
}
