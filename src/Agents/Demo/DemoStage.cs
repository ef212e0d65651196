using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Rpc;

namespace Homeport.Agents.Demo;

/// <summary>What the demo agent can say to its client.</summary>
internal sealed class DemoStage(RpcConnection connection, DemoSession session)
{
    public ValueTask SayAsync(string text, CancellationToken cancellationToken) => UpdateAsync(
        new()
        {
            ["sessionUpdate"] = "agent_message_chunk",
            ["content"] = new JsonObject { ["type"] = "text", ["text"] = text },
        },
        cancellationToken);

    public ValueTask ThinkAsync(string text, CancellationToken cancellationToken) => UpdateAsync(
        new()
        {
            ["sessionUpdate"] = "agent_thought_chunk",
            ["content"] = new JsonObject { ["type"] = "text", ["text"] = text },
        },
        cancellationToken);

    public ValueTask UpdateAsync(JsonObject update, CancellationToken cancellationToken) => connection.NotifyAsync(
        "session/update", JsonWriting.Element(new JsonObject { ["sessionId"] = session.Id, ["update"] = update }), cancellationToken);

    /// <summary>Asks by <c>session/request_permission</c>. The option's id, or null when the client took the question back.</summary>
    public async Task<string?> AskAsync(
        JsonObject toolCall, IEnumerable<(string Id, string Kind, string Name)> options, CancellationToken cancellationToken)
    {
        var answer = await connection.CallAsync(
            "session/request_permission",
            JsonWriting.Element(new JsonObject
            {
                ["sessionId"] = session.Id,
                ["toolCall"] = toolCall,
                ["options"] = new JsonArray(
                [
                    .. options.Select(option => (JsonNode)new JsonObject
                    {
                        ["optionId"] = option.Id,
                        ["kind"] = option.Kind,
                        ["name"] = option.Name,
                    }),
                ]),
            }),
            Timeout.InfiniteTimeSpan, cancellationToken);
        return answer.Member("outcome").Text("outcome") == "selected" ? answer.Member("outcome").Text("optionId") : null;
    }

    /// <summary>Asks by <c>elicitation/create</c>. The answers, or null when there are none.</summary>
    public async Task<JsonElement?> AskFormAsync(string message, JsonObject schema, CancellationToken cancellationToken)
    {
        var answer = await connection.CallAsync(
            "elicitation/create",
            JsonWriting.Element(new JsonObject
            {
                ["sessionId"] = session.Id,
                ["mode"] = "form",
                ["message"] = message,
                ["requestedSchema"] = schema,
            }),
            Timeout.InfiniteTimeSpan, cancellationToken);
        return answer.Text("action") == "accept" ? answer.Member("content") ?? JsonElement.Parse("{}") : null;
    }
}
