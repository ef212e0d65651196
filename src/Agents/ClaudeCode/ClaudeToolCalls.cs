using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;

namespace Homeport.Agents.ClaudeCode;

/// <summary>The tool calls of a conversation, from <c>tool_use</c> to <c>tool_result</c>.</summary>
internal sealed class ClaudeToolCalls(SerialSink sink, ClaudeTools tools, ItemIds items)
{
    private readonly Dictionary<string, ToolUse> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _finished = new(StringComparer.Ordinal);

    /// <summary>The item of a call, also of one that is asked about before it was announced.</summary>
    public string ItemOf(string toolUseId) => _finished.Remove(toolUseId) ? items.Renew(toolUseId) : items.For(toolUseId);

    public string? FindItem(string? toolUseId) => items.Find(toolUseId);

    /// <summary>What a call was given, if it is still open.</summary>
    public JsonElement? InputOf(string? toolUseId) =>
        toolUseId is not null && _open.TryGetValue(toolUseId, out var use) ? use.Input : null;

    /// <summary>A call begins to be written; its input is not known yet.</summary>
    public ValueTask AnnounceAsync(string toolUseId, string tool, string? parent, CancellationToken cancellationToken) =>
        sink.ToolCallAsync(
            ItemOf(toolUseId),
            new() { Title = tool, Kind = ClaudeTools.KindOf(tool), ToolName = tool, Status = ToolStatus.Pending, ParentItemId = parent },
            cancellationToken);

    public async ValueTask StartAsync(JsonElement use, string? parent, CancellationToken cancellationToken)
    {
        if (use.Text("id") is not { } id || use.Text("name") is not { } tool)
        {
            await sink.RawAsync("tool_use", use, cancellationToken);
            return;
        }

        var input = use.Member("input")?.Clone() ?? default;
        _open[id] = new(tool, input);
        await sink.ToolCallAsync(
            ItemOf(id),
            new()
            {
                Title = tools.TitleOf(tool, input),
                Kind = ClaudeTools.KindOf(tool),
                ToolName = tool,
                Status = ToolStatus.InProgress,
                Input = input.ValueKind == JsonValueKind.Undefined ? null : input,
                Content = tools.DiffsOf(tool, input),
                Locations = tools.LocationsOf(input),
                ParentItemId = parent,
            },
            cancellationToken);
        if (ClaudeTools.PlanIn(tool, input) is { } plan && parent is null)
        {
            await sink.PublishAsync(EventKinds.Plan, null, plan, ProtocolJson.Default.PlanPayload, cancellationToken);
        }
    }

    /// <summary>Takes a <c>tool_result</c> block and the message that it came in.</summary>
    public async ValueTask FinishAsync(JsonElement result, JsonElement message, CancellationToken cancellationToken)
    {
        if (result.Text("tool_use_id") is not { } id)
        {
            await sink.RawAsync("tool_result", result, cancellationToken);
            return;
        }

        var item = items.For(id);
        _open.Remove(id, out var use);
        _finished.Add(id);
        var status = StatusOf(id, result, message);
        var diffs = use is null ? null : tools.DiffsOf(use.Tool, use.Input);
        List<ToolContent> content = [.. ContentOf(result)];
        await sink.ToolCallAsync(
            item,
            new()
            {
                Status = status,
                // A successful edit says no more than its diff, which is there already.
                Content = diffs is null ? content : status == ToolStatus.Completed ? null : [.. diffs, .. content],
            },
            cancellationToken);
    }

    /// <summary>A call that was begun in a message that the agent gave up.</summary>
    public async ValueTask AbandonAsync(string toolUseId, CancellationToken cancellationToken)
    {
        if (items.Find(toolUseId) is { } item && !_open.ContainsKey(toolUseId))
        {
            _finished.Add(toolUseId);
            await sink.ToolCallAsync(item, new() { Status = ToolStatus.Declined }, cancellationToken);
        }
    }

    /// <summary>The turn is over: a call that is still open will not be answered any more, unless it runs in the background.</summary>
    public async ValueTask EndTurnAsync(bool completed, CancellationToken cancellationToken)
    {
        if (completed)
        {
            return;
        }

        foreach (var id in _open.Keys.ToArray())
        {
            _open.Remove(id);
            _finished.Add(id);
            await sink.ToolCallAsync(items.For(id), new() { Status = ToolStatus.Declined }, cancellationToken);
        }
    }

    private static ToolStatus StatusOf(string id, JsonElement result, JsonElement message)
    {
        if (!result.Flag("is_error"))
        {
            return ToolStatus.Completed;
        }

        var meta = message.Items("tool_result_meta").FirstOrDefault(entry => entry.Text("id") == id);
        return meta.Text("non_execution_kind") is not null || meta.Member("permission_decision").Text("decision") == "reject"
            ? ToolStatus.Declined
            : ToolStatus.Failed;
    }

    private static IEnumerable<ToolContent> ContentOf(JsonElement result)
    {
        if (result.Text("content") is { } text)
        {
            yield return new() { Type = ToolContentType.Text, Text = text };
        }

        foreach (var block in result.Items("content"))
        {
            yield return block.Text("type") switch
            {
                "text" => new() { Type = ToolContentType.Text, Text = block.Text("text") ?? "" },
                "image" when block.Member("source") is { } source => new()
                {
                    Type = ToolContentType.Image,
                    Data = source.Text("data"),
                    MediaType = source.Text("media_type"),
                },
                _ => new() { Type = ToolContentType.Text, Text = block.GetRawText() },
            };
        }
    }

    private sealed record ToolUse(string Tool, JsonElement Input);
}
