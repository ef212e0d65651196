using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Past.Opencode;

/// <summary>The tool calls in opencode's record: name, input and outcome stand in one place.</summary>
internal sealed class OpencodeTools(WorktreePaths paths)
{
    public ToolCallPayload Read(JsonElement part)
    {
        var tool = part.Text("tool") ?? "tool";
        var state = part.Member("state");
        var input = state.Member("input") ?? default;
        var diffs = DiffsOf(tool, input);
        var output = state.Text("error") ?? state.Text("output") ?? "";
        var status = state.Text("status") switch
        {
            "completed" => ToolStatus.Completed,
            "error" => ToolStatus.Failed,
            _ => ToolStatus.Declined, // it was stopped in the middle
        };
        return new()
        {
            Title = Titles.FirstLine(TitleOf(tool, input) ?? state.Text("title") ?? tool),
            Kind = KindOf(tool),
            ToolName = tool,
            Status = status,
            Input = input.ValueKind == JsonValueKind.Undefined ? null : JsonWriting.Writable(input),
            Content = diffs is not null && status == ToolStatus.Completed ? diffs
                : output.Length > 0 ? [.. diffs ?? [], new() { Type = ToolContentType.Text, Text = output }]
                : diffs,
            Locations = PathIn(input) is { } path ? [new() { Path = path }] : null,
            ExitCode = (int?)state.Member("metadata").Whole("exit"),
        };
    }

    /// <summary>The to-do list in a todowrite; null for other tools.</summary>
    public static PlanPayload? PlanIn(JsonElement part) => part.Text("tool") != "todowrite" ? null : new()
    {
        Entries =
        [
            .. part.Member("state").Member("input").Items("todos").Select(todo => new PlanEntry
            {
                Content = todo.Text("content") ?? "",
                Status = todo.Text("status") switch
                {
                    "completed" => PlanEntryStatus.Completed,
                    "in_progress" => PlanEntryStatus.InProgress,
                    _ => PlanEntryStatus.Pending,
                },
            }),
        ],
    };

    private static ToolKind KindOf(string tool) => tool switch
    {
        "read" or "list" => ToolKind.Read,
        "write" or "edit" or "multiedit" or "patch" or "apply_patch" => ToolKind.Edit,
        "bash" => ToolKind.Execute,
        "grep" or "glob" => ToolKind.Search,
        "webfetch" or "websearch" => ToolKind.Fetch,
        "task" => ToolKind.Agent,
        "todowrite" or "todoread" => ToolKind.Think,
        _ => ToolKind.Other,
    };

    private string? TitleOf(string tool, JsonElement input) => tool switch
    {
        "bash" => input.Text("command"),
        "read" or "list" => Of("Read", PathIn(input)),
        "write" => Of("Write", PathIn(input)),
        "edit" or "multiedit" => Of("Edit", PathIn(input)),
        "grep" => Of("Search", input.Text("pattern")),
        "glob" => Of("Find", input.Text("pattern")),
        "webfetch" => Of("Fetch", input.Text("url")),
        "task" => input.Text("description"),
        "todowrite" => "Update the to-do list",
        _ => null,
    };

    private IReadOnlyList<ToolContent>? DiffsOf(string tool, JsonElement input) => (tool, PathIn(input)) switch
    {
        ("write", { } path) => [new() { Type = ToolContentType.Diff, Path = path, NewText = input.Text("content") ?? "" }],
        ("edit", { } path) => [new() { Type = ToolContentType.Diff, Path = path, OldText = input.Text("oldString"), NewText = input.Text("newString") ?? "" }],
        _ => null,
    };

    private string? PathIn(JsonElement input) => (input.Text("filePath") ?? input.Text("path")) is { Length: > 0 } path ? paths.Shorten(path) : null;

    private static string? Of(string verb, string? what) => what is null ? null : $"{verb} {what}";
}
