using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Past.Opencode;

/// <summary>Tells opencode's messages, part by part.</summary>
internal sealed class OpencodeTeller : IPastTeller
{
    private readonly SerialSink _sink;
    private readonly ItemIds _items;
    private readonly OpencodeTools _tools;

    public OpencodeTeller(string folder, IAgentSink sink, Func<string?, string> ids)
    {
        _sink = new SerialSink(sink);
        _items = new ItemIds(ids);
        _tools = new OpencodeTools(new WorktreePaths(folder));
    }

    public async ValueTask TellAsync(JsonElement entry, CancellationToken cancellationToken)
    {
        if (entry.Member("part") is { } part)
        {
            await TellPartAsync(entry, part, cancellationToken);
        }
        else if (entry.Member("message").Member("error") is { } error)
        {
            await _sink.PublishAsync(
                EventKinds.Error, _items.Create(),
                new ErrorPayload { Code = "agent_error", Message = error.Member("data").Text("message") ?? error.Text("name") ?? "opencode stopped with an error." },
                ProtocolJson.Default.ErrorPayload, cancellationToken);
        }
    }

    private async ValueTask TellPartAsync(JsonElement entry, JsonElement part, CancellationToken cancellationToken)
    {
        var text = part.Text("text") ?? "";
        switch (part.Text("type"))
        {
            case "text" when part.Flag("synthetic") || text.Length == 0:
                break; // what opencode itself adds for the model
            case "text" when entry.Member("message").Text("role") == "user":
                await _sink.PublishAsync(
                    EventKinds.UserMessage, _items.Create(), new UserMessagePayload { Text = text, TurnKind = TurnKind.FollowUp },
                    ProtocolJson.Default.UserMessagePayload, cancellationToken);
                break;
            case "text":
                await _sink.ReplaceTextAsync(EventKinds.AgentMessage, _items.Create(), text, null, done: true, cancellationToken);
                break;
            case "reasoning" when text.Length > 0:
                await _sink.ReplaceTextAsync(EventKinds.AgentThought, _items.Create(), text, null, done: true, cancellationToken);
                break;
            case "tool":
                await _sink.ToolCallAsync(part.Text("callID") is { } id ? _items.For(id) : _items.Create(), _tools.Read(part), cancellationToken);
                if (OpencodeTools.PlanIn(part) is { } plan)
                {
                    await _sink.PublishAsync(EventKinds.Plan, null, plan, ProtocolJson.Default.PlanPayload, cancellationToken);
                }

                break;
            case "compaction":
                await _sink.NoticeAsync("compacted", "opencode summarised the conversation to make room.", cancellationToken);
                break;
            case "reasoning" or "step-start" or "step-finish" or "patch" or "snapshot" or "agent" or "file" or "retry":
                break;
            default:
                await _sink.RawAsync(part.Text("type") ?? "part", part, cancellationToken);
                break;
        }
    }
}
