using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Acp;

/// <summary>Tool calls as <c>tool_call</c>, <c>tool_call_update</c> and permission requests tell them; any of them may be the first.</summary>
internal sealed class AcpToolCalls(SerialSink sink, WorktreePaths paths, ItemIds items)
{
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    /// <summary>Publishes what is known of a call and gives its item; null when it has no id.</summary>
    public async ValueTask<string?> UpdateAsync(JsonElement call, bool isNew, CancellationToken cancellationToken)
    {
        if (call.Text("toolCallId") is not { } id)
        {
            await sink.RawAsync("tool_call", call, cancellationToken);
            return null;
        }

        var isStart = isNew && !_open.Contains(id) || items.Find(id) is null;
        var item = isStart ? items.Renew(id) : items.For(id);
        var status = StatusOf(call, id, isStart);
        if (status is ToolStatus.Completed or ToolStatus.Failed or ToolStatus.Declined)
        {
            _open.Remove(id);
        }
        else
        {
            _open.Add(id);
        }

        await sink.ToolCallAsync(item, Read(call, status, isStart), cancellationToken);
        return item;
    }

    /// <summary>A person or a rule said no: what fails now was declined.</summary>
    public void Refuse(string? toolCallId)
    {
        if (toolCallId is not null)
        {
            lock (_refused)
            {
                _refused.Add(toolCallId);
            }
        }
    }

    /// <summary>The turn is over: what is still open will not go on, unless the agent says so.</summary>
    public async ValueTask EndTurnAsync(bool completed, CancellationToken cancellationToken)
    {
        foreach (var id in _open)
        {
            await sink.ToolCallAsync(
                items.For(id), new() { Status = completed && !IsRefused(id) ? ToolStatus.Completed : ToolStatus.Declined }, cancellationToken);
        }

        _open.Clear();
    }

    public static ToolKind? KindOf(string? kind) => kind switch
    {
        null => null,
        "read" => ToolKind.Read,
        "edit" => ToolKind.Edit,
        "delete" => ToolKind.Delete,
        "move" => ToolKind.Move,
        "search" => ToolKind.Search,
        "execute" => ToolKind.Execute,
        "think" or "switch_mode" => ToolKind.Think,
        "fetch" => ToolKind.Fetch,
        _ => ToolKind.Other,
    };

    private ToolCallPayload Read(JsonElement call, ToolStatus? status, bool isStart)
    {
        var content = ContentOf(call);
        return new()
        {
            Title = call.Text("title") is { Length: > 0 } title ? Titles.FirstLine(paths.ShortenIn(title)) : isStart ? "Tool" : null,
            Kind = KindOf(call.Text("kind")) ?? (isStart ? ToolKind.Other : null),
            Status = status,
            ToolName = call.Text("name") ?? call.Member("_meta").Member("claudeCode").Text("toolName"),
            Input = call.Member("rawInput") is { } input && HasSomething(input) ? input : null,
            Content = content.Count > 0 ? content : null,
            Locations = call.Member("locations") is { ValueKind: JsonValueKind.Array } && LocationsOf(call) is { Count: > 0 } locations ? locations : null,
            ParentItemId = items.Find(call.Member("_meta").Member("claudeCode").Text("parentToolUseId")),
            ExitCode = ExitCodeOf(call.Member("rawOutput")),
        };
    }

    private ToolStatus? StatusOf(JsonElement call, string id, bool isStart) => call.Text("status") switch
    {
        "pending" => ToolStatus.Pending,
        "in_progress" => ToolStatus.InProgress,
        "completed" => ToolStatus.Completed,
        "failed" => IsRefused(id) ? ToolStatus.Declined : ToolStatus.Failed,
        _ => isStart ? ToolStatus.Pending : null,
    };

    private bool IsRefused(string id)
    {
        lock (_refused)
        {
            return _refused.Contains(id);
        }
    }

    private List<ToolContent> ContentOf(JsonElement call)
    {
        List<ToolContent> content = [.. call.Items("content").Select(Read).OfType<ToolContent>()];
        if (content.Count == 0 && call.Text("status") is "completed" or "failed" && call.Member("rawOutput") is { } output &&
            OutputText(output) is { Length: > 0 } text)
        {
            content.Add(new() { Type = ToolContentType.Text, Text = text });
        }

        return content;
    }

    private ToolContent? Read(JsonElement part) => part.Text("type") switch
    {
        "diff" when part.Text("path") is { } path => new()
        {
            Type = ToolContentType.Diff,
            Path = paths.Shorten(path),
            OldText = part.Text("oldText"),
            NewText = part.Text("newText") ?? "",
        },
        "content" when part.Member("content") is { } block => ReadBlock(block),
        "terminal" => null,
        _ => new() { Type = ToolContentType.Text, Text = part.GetRawText() },
    };

    private static ToolContent ReadBlock(JsonElement block) => block.Text("type") switch
    {
        "text" => new() { Type = ToolContentType.Text, Text = block.Text("text") ?? "" },
        "image" => new() { Type = ToolContentType.Image, Data = block.Text("data"), MediaType = block.Text("mimeType") },
        "resource_link" => new() { Type = ToolContentType.Text, Text = block.Text("uri") ?? block.Text("name") ?? "" },
        "resource" when block.Member("resource").Text("text") is { } text => new() { Type = ToolContentType.Text, Text = text },
        _ => new() { Type = ToolContentType.Text, Text = block.GetRawText() },
    };

    private List<ToolLocation> LocationsOf(JsonElement call) =>
    [
        .. call.Items("locations").Where(location => location.Text("path") is not null).Select(location => new ToolLocation
        {
            Path = paths.Shorten(location.Text("path")!),
            Line = location.Whole("line") is { } line and >= 0 and < int.MaxValue ? (int)line : null,
        }),
    ];

    private static string? OutputText(JsonElement output) => output.ValueKind == JsonValueKind.String
        ? output.GetString()
        : output.Text("output") ?? output.Text("formatted_output") ?? output.Text("content") ?? output.Text("message") ??
            output.Text("error") ?? (HasSomething(output) ? JsonWriting.Indented(output) : null);

    private static int? ExitCodeOf(JsonElement? output) =>
        (output.Whole("exit_code") ?? output.Whole("exitCode") ?? output.Member("metadata").Whole("exit")) is { } code &&
        code is >= int.MinValue and <= int.MaxValue
            ? (int)code
            : null;

    private static bool HasSomething(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(),
        JsonValueKind.Array => element.GetArrayLength() > 0,
        _ => true,
    };
}
