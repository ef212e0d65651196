using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Rpc;

namespace Homeport.Agents.Codex;

/// <summary>Tells Codex why somebody said no. Its <c>decline</c> has no room for words, so they are said into the running turn.</summary>
internal sealed class CodexReasons(RpcConnection connection, SerialSink sink)
{
    public async Task SayAsync(string? threadId, string? turnId, string reason, CancellationToken cancellationToken)
    {
        var parameters = new JsonObject
        {
            ["threadId"] = threadId,
            ["expectedTurnId"] = turnId,
            ["input"] = new JsonArray((JsonNode)new JsonObject { ["type"] = "text", ["text"] = $"The user denied this: {reason}" }),
        };
        try
        {
            await connection.CallAsync("turn/steer", JsonWriting.Element(parameters), CodexGreeting.AnswerLimit, cancellationToken);
        }
        catch (Exception exception) when (exception is RpcException or IOException or TimeoutException)
        {
            await sink.NoticeAsync("reason_not_heard", $"Codex did not take the reason for your no; say it again as a message. ({exception.Message})", cancellationToken);
        }
    }
}
