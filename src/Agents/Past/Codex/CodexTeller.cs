using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Past.Codex;

/// <summary>
/// Tells Codex's record. It holds most things twice: as the model's items (<c>response_item</c>), which are told here, and as
/// what its own screen shows (<c>event_msg</c>), of which only what is nowhere else is told.
/// </summary>
internal sealed class CodexTeller : IPastTeller
{
    private readonly SerialSink _sink;
    private readonly ItemIds _items;
    private readonly CodexCalls _calls;
    private string? _asked;

    public CodexTeller(string folder, IAgentSink sink, Func<string?, string> ids)
    {
        _sink = new SerialSink(sink);
        _items = new ItemIds(ids);
        _calls = new CodexCalls(_sink, new WorktreePaths(folder), _items);
    }

    public async ValueTask TellAsync(JsonElement entry, CancellationToken cancellationToken)
    {
        var payload = entry.Member("payload");
        switch (entry.Text("type"))
        {
            case "session_meta" or "turn_context" or "world_state" or "token_usage_record":
                break;
            case "compacted":
                await _sink.NoticeAsync("compacted", "Codex summarised the conversation to make room.", cancellationToken);
                break;
            case "event_msg" when payload is { } message:
                await TellMessageAsync(entry, message, cancellationToken);
                break;
            case "response_item" when payload is { } item:
                await TellItemAsync(entry, item, cancellationToken);
                break;
            default:
                await _sink.RawAsync(entry.Text("type") ?? "record", entry, cancellationToken);
                break;
        }
    }

    private async ValueTask TellMessageAsync(JsonElement entry, JsonElement message, CancellationToken cancellationToken)
    {
        if (CodexWords.Asked(message) is { } asked)
        {
            await AskAsync(asked, cancellationToken);
            return;
        }

        switch (message.Text("type"))
        {
            case "error" or "stream_error" when message.Text("message") is { Length: > 0 } failed:
                await _sink.PublishAsync(
                    EventKinds.Error, _items.Create(), new ErrorPayload { Code = "agent_error", Message = failed },
                    ProtocolJson.Default.ErrorPayload, cancellationToken);
                break;
            case "turn_aborted":
                await _sink.NoticeAsync("interrupted", "The turn was stopped.", cancellationToken);
                break;
            case "warning" when message.Text("message") is { Length: > 0 } warned:
                await _sink.NoticeAsync("warning", warned, cancellationToken);
                break;
            case "item_completed" when message.Member("item") is { } item && item.Text("type") == "CommandExecution":
                await _calls.EndAsync(item, cancellationToken);
                break;
            case "exec_command_end":
                await _calls.EndAsync(message, cancellationToken);
                break;
            case null or "":
                await _sink.RawAsync("event_msg", entry, cancellationToken);
                break;
        }
    }

    private async ValueTask TellItemAsync(JsonElement entry, JsonElement item, CancellationToken cancellationToken)
    {
        switch (item.Text("type"))
        {
            case "message" when item.Text("role") == "assistant":
                _asked = null;
                await TextAsync(EventKinds.AgentMessage, CodexWords.Of(item), cancellationToken);
                break;
            case "message":
                break; // what is said to the model: the person's words are told by event_msg, the rest is Codex's own
            case "reasoning":
                await TextAsync(
                    EventKinds.AgentThought, string.Join("\n\n", item.Items("summary").Select(part => part.Text("text")).OfType<string>()), cancellationToken);
                break;
            case "function_call" or "custom_tool_call" or "local_shell_call" or "web_search_call" or "tool_search_call":
                await _calls.StartAsync(item, cancellationToken);
                break;
            case "function_call_output" or "custom_tool_call_output" or "tool_search_output":
                await _calls.FinishAsync(item, cancellationToken);
                break;
            case "ghost_snapshot" or "compaction" or "compaction_summary" or "context_compaction":
                break;
            default:
                await _sink.RawAsync("response_item", entry, cancellationToken);
                break;
        }
    }

    /// <summary>The same words may stand there in both ways.</summary>
    private async ValueTask AskAsync(string asked, CancellationToken cancellationToken)
    {
        if (asked.Length == 0 || asked == _asked)
        {
            return;
        }

        _asked = asked;
        await _sink.PublishAsync(
            EventKinds.UserMessage, _items.Create(), new UserMessagePayload { Text = asked, TurnKind = TurnKind.FollowUp },
            ProtocolJson.Default.UserMessagePayload, cancellationToken);
    }

    private async ValueTask TextAsync(string kind, string text, CancellationToken cancellationToken)
    {
        if (text.Length > 0)
        {
            await _sink.ReplaceTextAsync(kind, _items.Create(), text, null, done: true, cancellationToken);
        }
    }
}
