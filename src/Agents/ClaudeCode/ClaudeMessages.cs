using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;

namespace Homeport.Agents.ClaudeCode;

/// <summary>
/// The model's messages: first as deltas (<c>stream_event</c>), then each block whole (<c>assistant</c>). Blocks are keyed
/// by message and index. After a broken stream the same message comes again, so what it had is taken back.
/// </summary>
internal sealed class ClaudeMessages(SerialSink sink, ClaudeToolCalls toolCalls, ItemIds items)
{
    private const string MainAgent = "";
    private readonly Dictionary<string, Message> _current = new(StringComparer.Ordinal);

    public async ValueTask StreamAsync(JsonElement message, CancellationToken cancellationToken)
    {
        var speaker = message.Text("parent_tool_use_id") ?? MainAgent;
        if (message.Member("event") is not { } part)
        {
            await sink.RawAsync("stream_event", message, cancellationToken);
            return;
        }

        switch (part.Text("type"))
        {
            case "message_start":
                await BeginAsync(speaker, part.Member("message").Text("id") ?? items.Create(), cancellationToken);
                break;
            case "content_block_start":
                await BeginBlockAsync(speaker, part, cancellationToken);
                break;
            case "content_block_delta":
                await AddAsync(speaker, part, cancellationToken);
                break;
            case "message_stop" when message.Member("abandoned_blocks") is { } abandoned:
                await AbandonAsync(speaker, abandoned.Whole("from_block_index") ?? 0, cancellationToken);
                break;
            case "content_block_stop" or "message_delta" or "message_stop" or "ping":
                break;
            default:
                await sink.RawAsync("stream_event", message, cancellationToken);
                break;
        }
    }

    /// <summary>Blocks that are whole, of the main agent or of a sub-agent.</summary>
    public async ValueTask CompleteAsync(JsonElement message, CancellationToken cancellationToken)
    {
        var speaker = message.Text("parent_tool_use_id") ?? MainAgent;
        var parent = ParentOf(speaker);
        foreach (var block in message.Member("message").Items("content"))
        {
            switch (block.Text("type"))
            {
                case "text":
                    await CompleteTextAsync(speaker, EventKinds.AgentMessage, block.Text("text"), parent, cancellationToken);
                    break;
                case "thinking":
                    await CompleteTextAsync(speaker, EventKinds.AgentThought, block.Text("thinking"), parent, cancellationToken);
                    break;
                case "redacted_thinking":
                    break;
                case "tool_use" or "server_tool_use" or "mcp_tool_use":
                    await toolCalls.StartAsync(block, parent, cancellationToken);
                    break;
                case { } type when type.EndsWith("_tool_result", StringComparison.Ordinal):
                    await toolCalls.FinishAsync(block, message, cancellationToken);
                    break;
                default:
                    await sink.RawAsync("assistant", block, cancellationToken);
                    break;
            }
        }
    }

    private async ValueTask BeginAsync(string speaker, string id, CancellationToken cancellationToken)
    {
        if (_current.TryGetValue(speaker, out var before))
        {
            if (before.Id == id && before.Blocks.Values.Any(block => block is { IsDone: false, Item: not null }))
            {
                await EmptyAsync(before.Blocks.Values, ParentOf(speaker), cancellationToken);
                return;
            }
        }

        _current[speaker] = new(id);
    }

    private async ValueTask BeginBlockAsync(string speaker, JsonElement part, CancellationToken cancellationToken)
    {
        if (!_current.TryGetValue(speaker, out var message) || part.Whole("index") is not { } index)
        {
            await sink.RawAsync("content_block_start", part, cancellationToken);
            return;
        }

        var content = part.Member("content_block");
        var kind = content.Text("type") switch
        {
            "text" => EventKinds.AgentMessage,
            "thinking" => EventKinds.AgentThought,
            _ => null,
        };
        var block = message.Blocks.TryGetValue(index, out var known) && known.Kind == kind && kind is not null
            ? known
            : new Block(kind, kind is null ? null : items.Create());
        block.IsDone = false;
        message.Blocks[index] = block;
        if (content.Text("type") == "tool_use" && content.Text("id") is { } toolUse && content.Text("name") is { } tool)
        {
            block.ToolUse = toolUse;
            await toolCalls.AnnounceAsync(toolUse, tool, ParentOf(speaker), cancellationToken);
        }
    }

    private async ValueTask AddAsync(string speaker, JsonElement part, CancellationToken cancellationToken)
    {
        var delta = part.Member("delta");
        var text = delta.Text("text") ?? delta.Text("thinking");
        if (text is { Length: > 0 } && BlockAt(speaker, part) is { Kind: { } kind, Item: { } item } block)
        {
            block.HasText = true;
            await sink.StreamTextAsync(kind, item, text, ParentOf(speaker), cancellationToken);
        }
    }

    private async ValueTask AbandonAsync(string speaker, long from, CancellationToken cancellationToken)
    {
        if (_current.TryGetValue(speaker, out var message))
        {
            var blocks = message.Blocks.Where(block => block.Key >= from && !block.Value.IsDone).Select(block => block.Value);
            await EmptyAsync([.. blocks], ParentOf(speaker), cancellationToken);
        }
    }

    private async ValueTask EmptyAsync(IReadOnlyCollection<Block> blocks, string? parent, CancellationToken cancellationToken)
    {
        foreach (var block in blocks)
        {
            if (block is { Kind: { } kind, Item: { } item, HasText: true })
            {
                block.HasText = false;
                await sink.ReplaceTextAsync(kind, item, "", parent, done: false, cancellationToken);
            }
            else if (block.ToolUse is { } toolUse)
            {
                await toolCalls.AbandonAsync(toolUse, cancellationToken);
            }
        }
    }

    private async ValueTask CompleteTextAsync(
        string speaker, string kind, string? text, string? parent, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        var streamed = _current.TryGetValue(speaker, out var message)
            ? message.Blocks.OrderBy(block => block.Key).Select(block => block.Value)
                .FirstOrDefault(block => block.Kind == kind && block is { IsDone: false, HasText: true })
            : null;
        streamed?.IsDone = true;
        await sink.ReplaceTextAsync(kind, streamed?.Item ?? items.Create(), text, parent, done: true, cancellationToken);
    }

    private Block? BlockAt(string speaker, JsonElement part) =>
        _current.TryGetValue(speaker, out var message) && part.Whole("index") is { } index &&
        message.Blocks.TryGetValue(index, out var block)
            ? block
            : null;

    private string? ParentOf(string speaker) => speaker == MainAgent ? null : toolCalls.FindItem(speaker);

    private sealed class Message(string id)
    {
        public string Id { get; } = id;
        public Dictionary<long, Block> Blocks { get; } = [];
    }

    private sealed class Block(string? kind, string? item)
    {
        /// <summary>Null for what is no text.</summary>
        public string? Kind { get; } = kind;

        public string? Item { get; } = item;
        public string? ToolUse { get; set; }
        public bool HasText { get; set; }

        /// <summary>It came whole.</summary>
        public bool IsDone { get; set; }
    }
}
