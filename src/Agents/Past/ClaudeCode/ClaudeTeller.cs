using System.Text.Json;
using Homeport.Agents.ClaudeCode;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Past.ClaudeCode;

/// <summary>Tells Claude Code's record with the same parts as what it says live: a line is a message of its stream, with more about it.</summary>
internal sealed class ClaudeTeller : IPastTeller
{
    /// <summary>Lines that Claude Code writes for itself and that say nothing to a person.</summary>
    private static readonly HashSet<string> Silent = new(StringComparer.Ordinal)
    {
        "ai-title", "custom-title", "agent-name", "agent-setting", "summary", "file-history-snapshot", "file-history-delta", "queue-operation", "last-prompt", "permission-mode",
        "mode", "progress", "attribution-snapshot", "content-replacement", "worktree-state", "pr-link", "tag", "task-summary",
        "api-request", "api-request-blob", "api-request-shape", "atis-latch", "tools-used", "cost-state",
    };

    private readonly SerialSink _sink;
    private readonly ItemIds _items;
    private readonly ClaudeToolCalls _toolCalls;
    private readonly ClaudeMessages _messages;

    public ClaudeTeller(string folder, IAgentSink sink, Func<string?, string> ids)
    {
        _sink = new SerialSink(sink);
        _items = new ItemIds(ids);
        _toolCalls = new ClaudeToolCalls(_sink, new ClaudeTools(new WorktreePaths(folder)), _items);
        _messages = new ClaudeMessages(_sink, _toolCalls, _items);
    }

    public async ValueTask TellAsync(JsonElement entry, CancellationToken cancellationToken)
    {
        if (entry.Flag("isSidechain") || entry.Flag("isMeta"))
        {
            return;
        }

        switch (entry.Text("type"))
        {
            case "user" when entry.Flag("isCompactSummary"):
                await _sink.NoticeAsync("compacted", "Claude Code summarised the conversation to make room.", cancellationToken);
                break;
            case "user":
                await TellUserAsync(entry, cancellationToken);
                break;
            case "assistant" when entry.Flag("isApiErrorMessage"):
                await TellErrorAsync(entry, cancellationToken);
                break;
            case "assistant":
                await _messages.CompleteAsync(entry, cancellationToken);
                break;
            case "system" when entry.Text("subtype") is "compact_boundary" or "turn_duration" or "stop_hook_summary" or "away_summary":
                break;
            case "system" when entry.Text("content") is { Length: > 0 } said:
                await _sink.NoticeAsync(entry.Text("subtype") ?? "system", said, cancellationToken);
                break;
            case { } type when Silent.Contains(type):
                break;
            case "attachment":
                break; // what Claude Code itself adds for the model
            default:
                await _sink.RawAsync(entry.Text("type") ?? "record", entry, cancellationToken);
                break;
        }
    }

    private async ValueTask TellUserAsync(JsonElement entry, CancellationToken cancellationToken)
    {
        foreach (var block in entry.Member("message").Items("content").Where(block => block.Text("type") == "tool_result"))
        {
            await _toolCalls.FinishAsync(block, entry, cancellationToken);
        }

        if (ClaudeWords.Asked(entry) is { Length: > 0 } asked)
        {
            await _sink.PublishAsync(
                EventKinds.UserMessage, _items.Create(), new UserMessagePayload { Text = asked, TurnKind = TurnKind.FollowUp },
                ProtocolJson.Default.UserMessagePayload, cancellationToken);
        }
    }

    private ValueTask TellErrorAsync(JsonElement entry, CancellationToken cancellationToken) => _sink.PublishAsync(
        EventKinds.Error, _items.Create(),
        new ErrorPayload
        {
            Code = "agent_error",
            Message = string.Join("\n", entry.Member("message").Items("content").Select(block => block.Text("text")).OfType<string>()),
        },
        ProtocolJson.Default.ErrorPayload, cancellationToken);
}
