using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Acp;

/// <summary>Tool calls as <c>tool_call</c>, <c>tool_call_update</c> and permission requests tell them; any of them may be the first.</summary>
internal sealed class AcpToolCalls(SerialSink sink, WorktreePaths paths, ItemIds items, AcpLiveOutput live)
{
    private const string Unnamed = "Tool";

    private readonly Lock _gate = new();
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    /// <summary>Publishes what is told of a call and gives its item; null when it has no id.</summary>
    public async ValueTask<string?> UpdateAsync(AcpToolUpdate update, CancellationToken cancellationToken)
    {
        var call = update.Call;
        if (call.Text("toolCallId") is not { } id)
        {
            await sink.RawAsync("tool_call", call, cancellationToken);
            return null;
        }

        string item;
        bool isStart;
        ToolStatus? status;
        lock (_gate)
        {
            isStart = update.IsNew && !_open.Contains(id) || items.Find(id) is null;
            item = isStart ? items.Renew(id) : items.For(id);
            status = StatusOfLocked(update, id, isStart);
            if (status is ToolStatus.Completed or ToolStatus.Failed or ToolStatus.Declined)
            {
                _open.Remove(id);
            }
            else
            {
                _open.Add(id);
            }
        }

        await sink.ToolCallAsync(item, Read(update, item, status, isStart), cancellationToken);
        return item;
    }

    /// <summary>A call's content, whole, though nothing else of it is told.</summary>
    public ValueTask ShowAsync(string id, IReadOnlyList<AcpToolContent> parts, CancellationToken cancellationToken)
    {
        string item;
        bool isStart;
        lock (_gate)
        {
            isStart = items.Find(id) is null;
            item = items.For(id);
            if (isStart)
            {
                _open.Add(id);
            }
        }

        var payload = new ToolCallPayload
        {
            Title = isStart ? Unnamed : null,
            Kind = isStart ? ToolKind.Other : null,
            Status = isStart ? ToolStatus.Pending : null,
            Content = live.Show(item, parts),
        };
        return sink.ToolCallAsync(item, payload, cancellationToken);
    }

    /// <summary>A person or a rule said no: what fails now was declined.</summary>
    public void Refuse(string? toolCallId)
    {
        if (toolCallId is not null)
        {
            lock (_gate)
            {
                _refused.Add(toolCallId);
            }
        }
    }

    /// <summary>The turn is over: what is still open will not go on, unless the agent says so.</summary>
    public async ValueTask EndTurnAsync(bool completed, CancellationToken cancellationToken)
    {
        (string Item, ToolStatus Status)[] left;
        lock (_gate)
        {
            left = [.. _open.Select(id => (items.For(id), completed && !_refused.Contains(id) ? ToolStatus.Completed : ToolStatus.Declined))];
            _open.Clear();
            _refused.Clear();
        }

        foreach (var (item, status) in left)
        {
            await sink.ToolCallAsync(item, new() { Status = status }, cancellationToken);
        }
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

    private ToolCallPayload Read(AcpToolUpdate update, string item, ToolStatus? status, bool isStart)
    {
        var call = update.Call;
        var parts = AcpToolContent.ReadAll(call, update.KeepsContent, paths);
        var content = parts.Count > 0 || update.Clears("content") ? live.Show(item, parts) : [];
        return new()
        {
            Title = call.Text("title") is { Length: > 0 } title ? Titles.FirstLine(paths.ShortenIn(title)) : isStart || update.Clears("title") ? Unnamed : null,
            Kind = KindOf(call.Text("kind")) ?? (isStart || update.Clears("kind") ? ToolKind.Other : null),
            Status = status,
            ToolName = call.Text("name") ?? call.Member("_meta").Member("claudeCode").Text("toolName"),
            Input = call.Member("rawInput") is { } input && input.HasSomething() ? JsonWriting.Writable(input) : null,
            Content = content.Count > 0 || update.Clears("content") ? content : null,
            Locations = LocationsOf(call) is { Count: > 0 } locations ? locations : update.Clears("locations") ? [] : null,
            ParentItemId = items.Find(call.Member("_meta").Member("claudeCode").Text("parentToolUseId")),
            ExitCode = ExitCodeOf(call.Member("rawOutput")) ?? live.ExitCodeOf(parts),
        };
    }

    private ToolStatus? StatusOfLocked(AcpToolUpdate update, string id, bool isStart) => update.Call.Text("status") switch
    {
        "pending" or "paused" => ToolStatus.Pending,
        "in_progress" => ToolStatus.InProgress,
        "completed" => ToolStatus.Completed,
        "failed" => _refused.Contains(id) ? ToolStatus.Declined : ToolStatus.Failed,
        "cancelled" => ToolStatus.Declined,
        _ => isStart || update.Clears("status") ? ToolStatus.Pending : null,
    };

    private List<ToolLocation> LocationsOf(JsonElement call) =>
    [
        .. call.Items("locations").Where(location => location.Text("path") is not null).Select(location => new ToolLocation
        {
            Path = paths.Shorten(location.Text("path")!),
            Line = location.Whole("line") is { } line and >= 0 and < int.MaxValue ? (int)line : null,
        }),
    ];

    private static int? ExitCodeOf(JsonElement? output) =>
        (output.Whole("exit_code") ?? output.Whole("exitCode") ?? output.Member("metadata").Whole("exit")) is { } code &&
        code is >= int.MinValue and <= int.MaxValue
            ? (int)code
            : null;
}
