using System.Text.Json.Nodes;

namespace Homeport.Agents.Demo;

/// <summary>The demo agent's tool calls: announced, asked about, finished.</summary>
internal sealed class DemoToolCalls(DemoStage stage, DemoSession session)
{
    private static readonly (string Id, string Kind, string Name)[] PermissionOptions =
    [
        ("allow_once", "allow_once", "Allow once"),
        ("allow_always", "allow_always", "Always allow"),
        ("reject_once", "reject_once", "Reject"),
    ];

    public async Task<bool> IsAllowedAsync(JsonObject call, string kind, CancellationToken cancellationToken)
    {
        if (session.Allowed.Contains(kind))
        {
            return true;
        }

        var answer = await stage.AskAsync(call.DeepClone().AsObject(), PermissionOptions, cancellationToken);
        if (answer == "allow_always")
        {
            session.Allowed.Add(kind);
        }

        return answer is "allow_once" or "allow_always";
    }

    public JsonObject New(string title, string kind) => new()
    {
        ["toolCallId"] = $"call-{++session.ToolCalls}",
        ["title"] = title,
        ["kind"] = kind,
        ["status"] = "pending",
    };

    public ValueTask AnnounceAsync(JsonObject call, CancellationToken cancellationToken)
    {
        var update = call.DeepClone().AsObject();
        update["sessionUpdate"] = "tool_call";
        return stage.UpdateAsync(update, cancellationToken);
    }

    public ValueTask FinishAsync(JsonObject call, string status, CancellationToken cancellationToken)
    {
        var update = new JsonObject { ["sessionUpdate"] = "tool_call_update", ["toolCallId"] = call["toolCallId"]!.DeepClone(), ["status"] = status };
        if (call["content"] is { } content)
        {
            update["content"] = content.DeepClone();
        }

        return stage.UpdateAsync(update, cancellationToken);
    }
}
