using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;
using Homeport.Protocol.Events;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Acp;

/// <summary>A task's events as <c>session/update</c>s. It remembers what was sent, so that text comes once and a call is announced once.</summary>
internal sealed class EditorUpdates
{
    private static readonly string[] Switch = ["true", "false"];

    private readonly Dictionary<string, int> _lengths = new(StringComparer.Ordinal);
    private readonly HashSet<string> _calls = new(StringComparer.Ordinal);
    private IReadOnlyList<AgentOptionView> _options = [];

    /// <summary>The worktree: an editor wants whole paths.</summary>
    public string Folder { get; set; } = "/";

    /// <summary>Whether the editor shows notices; otherwise they are thoughts.</summary>
    public bool HasNotices { get; init; }

    /// <summary>Whether the editor shows options that are on or off; otherwise they are a choice.</summary>
    public bool HasSwitches { get; init; }

    /// <summary>Text that is not stored yet; null when it was sent already or something before it is missing.</summary>
    public JsonObject? Read(TextDelta delta) =>
        Add(delta.Kind, delta.ItemId, delta.Text, delta.Offset);

    /// <summary>What an event says; null when it says nothing to an editor.</summary>
    public JsonObject? Read(EventView entry) => entry.Kind switch
    {
        EventKinds.UserMessage when entry.Payload.Deserialize(ProtocolJson.Default.UserMessagePayload) is { } said =>
            Chunk("user_message_chunk", said.Text, entry.ItemId),
        EventKinds.AgentMessage or EventKinds.AgentThought => ReadText(entry),
        EventKinds.ToolCall when entry.ItemId is { } id => ReadCall(id, entry.Payload.Deserialize(ProtocolJson.Default.ToolCallPayload)!),
        EventKinds.Plan => ReadPlan(entry.Payload.Deserialize(ProtocolJson.Default.PlanPayload)!),
        EventKinds.Commands => ReadCommands(entry.Payload.Deserialize(ProtocolJson.Default.CommandsPayload)!),
        EventKinds.Usage => ReadUsage(entry.Payload.Deserialize(ProtocolJson.Default.TokenUsage)!),
        EventKinds.Notice => ReadNotice(entry.Payload.Deserialize(ProtocolJson.Default.NoticePayload)!),
        _ => null,
    };

    /// <summary>A change of mode, of the agent's options, or of both. The agent's own modes are left out: it has ours.</summary>
    public IEnumerable<JsonObject> ReadConfig(ConfigPayload config)
    {
        if (config.PermissionMode is { } mode)
        {
            yield return new() { ["sessionUpdate"] = "current_mode_update", ["currentModeId"] = EditorModes.IdOf(mode) };
        }

        if (config.Options is { } options)
        {
            _options = [.. options.Where(option => option.Category != "mode")];
            yield return new() { ["sessionUpdate"] = "config_option_update", ["configOptions"] = DescribeOptions(null, null) };
        }
    }

    /// <summary>The agent's options as last told, one of them perhaps with the value that it is being given.</summary>
    public JsonArray DescribeOptions(string? changed, string? value) => new([.. _options.Select(option =>
    {
        var isSwitch = option.Choices.Select(choice => choice.Value).SequenceEqual(Switch);
        var now = option.Id == changed ? value : option.Value;
        var described = new JsonObject { ["id"] = option.Id, ["name"] = option.Name, ["type"] = isSwitch && HasSwitches ? "boolean" : "select" };
        Set(described, "description", option.Description);
        Set(described, "category", option.Category);
        if (isSwitch && HasSwitches)
        {
            described["currentValue"] = now == "true";
        }
        else
        {
            described["currentValue"] = now ?? "";
            described["options"] = new JsonArray([.. option.Choices.Select(choice => (JsonNode)ChoiceOf(choice))]);
        }

        return (JsonNode)described;
    })]);

    private static JsonObject ChoiceOf(AgentOptionChoice choice)
    {
        var described = new JsonObject { ["value"] = choice.Value, ["name"] = choice.Name };
        Set(described, "description", choice.Description);
        return described;
    }

    /// <summary>What an approval is about, beside its title.</summary>
    public static JsonObject DetailOf(ApprovalView approval) => Block(TextBlock(approval.DetailKind switch
    {
        ApprovalDetailKind.Command => $"```sh\n{approval.Detail}\n```",
        ApprovalDetailKind.Diff => $"```diff\n{approval.Detail}\n```",
        ApprovalDetailKind.Json => $"```json\n{approval.Detail}\n```",
        ApprovalDetailKind.Markdown or ApprovalDetailKind.Text => approval.Detail,
    }));

    private JsonObject? ReadText(EventView entry)
    {
        var text = entry.Payload.Deserialize(ProtocolJson.Default.TextPayload)!;
        var id = entry.ItemId ?? "";
        if (text.Append is { } more)
        {
            return Add(entry.Kind, id, more, text.Offset ?? _lengths.GetValueOrDefault(id));
        }

        if (text.Text is not { Length: > 0 } whole)
        {
            _lengths[id] = 0; // said again from the start, after a request that failed
            return null;
        }

        return Add(entry.Kind, id, whole, 0);
    }

    private JsonObject? Add(string kind, string id, string text, int offset)
    {
        var sent = _lengths.GetValueOrDefault(id);
        if (offset > sent || offset + text.Length <= sent)
        {
            return null;
        }

        _lengths[id] = offset + text.Length;
        return Chunk(kind == EventKinds.AgentThought ? "agent_thought_chunk" : "agent_message_chunk", text[(sent - offset)..], id);
    }

    private static JsonObject Chunk(string kind, string text, string? id)
    {
        var chunk = new JsonObject { ["sessionUpdate"] = kind, ["content"] = TextBlock(text) };
        if (id is not null)
        {
            chunk["messageId"] = id;
        }

        return chunk;
    }

    private JsonObject ReadCall(string id, ToolCallPayload call)
    {
        var isNew = _calls.Add(id);
        var update = new JsonObject { ["sessionUpdate"] = isNew ? "tool_call" : "tool_call_update", ["toolCallId"] = id };
        Set(update, "title", call.Title ?? (isNew ? call.ToolName ?? "Tool" : null));
        Set(update, "kind", call.Kind is { } kind ? KindOf(kind) : isNew ? "other" : null);
        Set(update, "status", call.Status is { } status ? StatusOf(status) : isNew ? "pending" : null);
        if (call.Input is { } input)
        {
            update["rawInput"] = JsonNode.Parse(input.GetRawText());
        }

        if (call.Content is { } content)
        {
            update["content"] = new JsonArray([.. content.Select(part => (JsonNode)ContentOf(part))]);
        }

        if (call.Locations is { } locations)
        {
            update["locations"] = new JsonArray([.. locations.Select(location => (JsonNode)LocationOf(location))]);
        }

        return update;
    }

    private JsonObject ContentOf(ToolContent part) => part.Type switch
    {
        ToolContentType.Diff => new()
        {
            ["type"] = "diff",
            ["path"] = Whole(part.Path ?? ""),
            ["oldText"] = part.OldText,
            ["newText"] = part.NewText ?? "",
        },
        ToolContentType.Image when part.Data is { } data => Block(new() { ["type"] = "image", ["data"] = data, ["mimeType"] = part.MediaType ?? "image/png" }),
        _ => Block(TextBlock(part.Text ?? "")),
    };

    private JsonObject LocationOf(ToolLocation location)
    {
        var place = new JsonObject { ["path"] = Whole(location.Path) };
        if (location.Line is { } line)
        {
            place["line"] = line;
        }

        return place;
    }

    private string Whole(string path) => Path.GetFullPath(path, Folder);

    private static JsonObject ReadPlan(PlanPayload plan) => new()
    {
        ["sessionUpdate"] = "plan",
        ["entries"] = new JsonArray([.. plan.Entries.Select(entry => (JsonNode)new JsonObject
        {
            ["content"] = entry.Content,
            ["priority"] = "medium",
            ["status"] = entry.Status switch
            {
                PlanEntryStatus.Completed => "completed",
                PlanEntryStatus.InProgress => "in_progress",
                PlanEntryStatus.Pending => "pending",
            },
        })]),
    };

    private static JsonObject ReadCommands(CommandsPayload told) => new()
    {
        ["sessionUpdate"] = "available_commands_update",
        ["availableCommands"] = new JsonArray([.. told.Commands.Select(command =>
        {
            var offered = new JsonObject { ["name"] = command.Name, ["description"] = command.Description ?? "" };
            if (command.Hint is { } hint)
            {
                offered["input"] = new JsonObject { ["hint"] = hint };
            }

            return (JsonNode)offered;
        })]),
    };

    /// <summary>Without money: the protocol wants that of the whole session, and we tell it by turns.</summary>
    private static JsonObject? ReadUsage(TokenUsage usage) => usage is { ContextUsed: { } used, ContextSize: { } size }
        ? new() { ["sessionUpdate"] = "usage_update", ["used"] = used, ["size"] = size }
        : null;

    private JsonObject ReadNotice(NoticePayload notice) => HasNotices
        ? new() { ["sessionUpdate"] = "notice", ["severity"] = "info", ["title"] = notice.Message }
        : Chunk("agent_thought_chunk", $"{notice.Message}\n", null);

    private static string KindOf(ToolKind kind) => kind switch
    {
        ToolKind.Read => "read",
        ToolKind.Edit => "edit",
        ToolKind.Delete => "delete",
        ToolKind.Move => "move",
        ToolKind.Search => "search",
        ToolKind.Execute or ToolKind.Setup => "execute",
        ToolKind.Think => "think",
        ToolKind.Fetch => "fetch",
        ToolKind.Agent or ToolKind.Other => "other",
    };

    private static string StatusOf(ToolStatus status) => status switch
    {
        ToolStatus.Pending => "pending",
        ToolStatus.InProgress => "in_progress",
        ToolStatus.Completed => "completed",
        ToolStatus.Failed or ToolStatus.Declined => "failed",
    };

    private static void Set(JsonObject update, string name, string? value)
    {
        if (value is not null)
        {
            update[name] = value;
        }
    }

    private static JsonObject Block(JsonObject content) => new() { ["type"] = "content", ["content"] = content };

    private static JsonObject TextBlock(string text) => new() { ["type"] = "text", ["text"] = text };
}
