using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Codex;

/// <summary>The items of a turn. After a reconnect an item is started again under its id, so its text is taken back.</summary>
internal sealed class CodexItems(SerialSink sink, WorktreePaths paths, ItemIds items)
{
    private readonly HashSet<string> _withText = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _changes = new(StringComparer.Ordinal);

    public string ItemOf(string id) => items.For(id);

    /// <summary>The unified diff of a file change that is being asked about.</summary>
    public string DiffOf(string id) => _changes.TryGetValue(id, out var item) ? CodexChanges.Describe(item, paths) : "";

    /// <summary>The files of a file change that is being asked about, also those that it moves them to.</summary>
    public IReadOnlyList<string>? PathsOf(string id) => _changes.TryGetValue(id, out var item)
        ?
        [
            .. item.Items("changes").Select(change => change.Text("path")).OfType<string>(),
            .. item.Items("changes").Select(change => change.Member("kind").Text("move_path")).OfType<string>(),
        ]
        : null;

    /// <summary>What a file change that is being asked about does, in a line.</summary>
    public string TitleOf(string id) => _changes.TryGetValue(id, out var item) ? CodexChanges.TitleOf(item, paths) : "Edit files";

    public async ValueTask StartAsync(JsonElement item, CancellationToken cancellationToken)
    {
        if (item.Text("id") is not { } id)
        {
            await sink.RawAsync("item/started", item, cancellationToken);
            return;
        }

        switch (item.Text("type"))
        {
            case "agentMessage" or "plan" or "reasoning":
                if (_withText.Remove(id))
                {
                    await sink.ReplaceTextAsync(KindOf(item), items.For(id), "", null, done: false, cancellationToken);
                }

                break;
            case "userMessage" or "hookPrompt" or "sleep":
                break;
            default:
                await PublishCallAsync(id, item, ToolStatus.InProgress, cancellationToken);
                break;
        }
    }

    public async ValueTask CompleteAsync(JsonElement item, CancellationToken cancellationToken)
    {
        if (item.Text("id") is not { } id)
        {
            await sink.RawAsync("item/completed", item, cancellationToken);
            return;
        }

        switch (item.Text("type"))
        {
            case "agentMessage" or "plan":
                await FinishTextAsync(id, KindOf(item), item.Text("text"), cancellationToken);
                break;
            case "reasoning":
                await FinishTextAsync(id, EventKinds.AgentThought, string.Join(
                    "\n\n", Strings(item, "summary") is { Length: > 0 } summary ? summary : Strings(item, "content")), cancellationToken);
                break;
            case "userMessage" or "hookPrompt" or "sleep":
                break;
            case "contextCompaction":
                await sink.NoticeAsync("compacted", "Codex summarised the conversation to make room.", cancellationToken);
                break;
            default:
                await PublishCallAsync(id, item, StatusOf(item.Text("status")), cancellationToken);
                break;
        }
    }

    /// <summary>A piece of a message, a plan or a thought.</summary>
    public async ValueTask AddTextAsync(string kind, JsonElement parameters, CancellationToken cancellationToken)
    {
        if (parameters.Text("itemId") is { } id && parameters.Text("delta") is { Length: > 0 } delta)
        {
            _withText.Add(id);
            await sink.StreamTextAsync(kind, items.For(id), delta, null, cancellationToken);
        }
    }

    /// <summary>A thought's next paragraph.</summary>
    public async ValueTask BreakThoughtAsync(JsonElement parameters, CancellationToken cancellationToken)
    {
        if (parameters.Text("itemId") is { } id && _withText.Contains(id))
        {
            await sink.StreamTextAsync(EventKinds.AgentThought, items.For(id), "\n\n", null, cancellationToken);
        }
    }

    public ValueTask PublishPlanAsync(JsonElement parameters, CancellationToken cancellationToken) => sink.PublishAsync(
        EventKinds.Plan, null,
        new PlanPayload
        {
            Entries =
            [
                .. parameters.Items("plan").Select(step => new PlanEntry
                {
                    Content = step.Text("step") ?? "",
                    Status = step.Text("status") switch
                    {
                        "completed" => PlanEntryStatus.Completed,
                        "inProgress" or "in_progress" => PlanEntryStatus.InProgress,
                        _ => PlanEntryStatus.Pending,
                    },
                }),
            ],
        },
        ProtocolJson.Default.PlanPayload, cancellationToken);

    /// <summary>The turn is over: what is still open was stopped. Ids of its items may come again and mean others.</summary>
    public async ValueTask EndTurnAsync(CancellationToken cancellationToken)
    {
        foreach (var id in _open)
        {
            await sink.ToolCallAsync(items.For(id), new() { Status = ToolStatus.Declined }, cancellationToken);
        }

        _open.Clear();
        _changes.Clear();
        _withText.Clear();
        items.Clear();
    }

    /// <summary><c>/bin/bash -lc 'make all'</c> as <c>make all</c>, where that is exactly what the shell runs.</summary>
    public static string Unwrap(string command)
    {
        var start = command.IndexOf(" -lc '", StringComparison.Ordinal);
        return start > 0 && command.EndsWith('\'') && !command.AsSpan(0, start).Contains(' ') &&
            command.AsSpan(start + 6, command.Length - start - 7) is var inner && !inner.Contains('\'')
                ? inner.ToString()
                : command;
    }

    private async ValueTask FinishTextAsync(string id, string kind, string? text, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(text) || _withText.Contains(id))
        {
            _withText.Remove(id);
            await sink.ReplaceTextAsync(kind, items.For(id), text ?? "", null, done: true, cancellationToken);
        }
    }

    private async ValueTask PublishCallAsync(string id, JsonElement item, ToolStatus status, CancellationToken cancellationToken)
    {
        if (status == ToolStatus.InProgress)
        {
            _open.Add(id);
        }
        else
        {
            _open.Remove(id);
        }

        if (item.Text("type") == "fileChange")
        {
            _changes[id] = item.Clone();
        }

        await sink.ToolCallAsync(items.For(id), Read(item) with { Status = status }, cancellationToken);
    }

    private ToolCallPayload Read(JsonElement item) => item.Text("type") switch
    {
        "commandExecution" => new()
        {
            Title = Titles.FirstLine(Unwrap(item.Text("command") ?? "command")),
            Kind = ToolKind.Execute,
            ToolName = "commandExecution",
            Content = item.Text("aggregatedOutput") is { Length: > 0 } output ? [new() { Type = ToolContentType.Text, Text = output }] : null,
            ExitCode = (int?)item.Whole("exitCode"),
        },
        "fileChange" => new()
        {
            Title = Titles.FirstLine(CodexChanges.TitleOf(item, paths)),
            Kind = ToolKind.Edit,
            ToolName = "fileChange",
            Content = CodexChanges.ContentOf(item, paths),
            Locations = [.. item.Items("changes").Select(change => new ToolLocation { Path = paths.Shorten(change.Text("path") ?? "") })],
        },
        "mcpToolCall" => new()
        {
            Title = Titles.FirstLine($"{item.Text("server")}: {item.Text("tool")}"),
            Kind = ToolKind.Other,
            ToolName = item.Text("tool"),
            Input = item.Member("arguments"),
            Content = (item.Member("result") ?? item.Member("error")) is { } result
                ? [new() { Type = ToolContentType.Text, Text = JsonWriting.Indented(result) }]
                : null,
        },
        "webSearch" => new()
        {
            Title = Titles.FirstLine($"Search the web for {item.Text("query")}"),
            Kind = ToolKind.Fetch,
            ToolName = "webSearch",
        },
        "collabAgentToolCall" => new()
        {
            Title = Titles.FirstLine(item.Text("prompt") ?? item.Text("tool") ?? "Sub-agent"),
            Kind = ToolKind.Agent,
            ToolName = item.Text("tool"),
        },
        "imageView" => new() { Title = $"Look at {paths.Shorten(item.Text("path") ?? "an image")}", Kind = ToolKind.Read, ToolName = "imageView" },
        var type => new()
        {
            Title = Titles.FirstLine(item.Text("tool") ?? type ?? "Tool"),
            Kind = ToolKind.Other,
            ToolName = item.Text("tool") ?? type,
            Input = item,
        },
    };

    private static ToolStatus StatusOf(string? status) => status switch
    {
        "failed" => ToolStatus.Failed,
        "declined" => ToolStatus.Declined,
        _ => ToolStatus.Completed,
    };

    private static string KindOf(JsonElement item) =>
        item.Text("type") == "reasoning" ? EventKinds.AgentThought : EventKinds.AgentMessage;

    private static string[] Strings(JsonElement item, string name) =>
        [.. item.Items(name).Select(part => part.ValueKind == JsonValueKind.String ? part.GetString() : part.Text("text")).OfType<string>()];
}
