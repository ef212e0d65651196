using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;

namespace Homeport.Agents.ClaudeCode;

/// <summary>What Claude Code's tools do, by their names and inputs.</summary>
internal sealed class ClaudeTools(WorktreePaths paths)
{
    public static ToolKind KindOf(string tool) => tool switch
    {
        "Read" or "NotebookRead" or "LS" => ToolKind.Read,
        "Write" or "Edit" or "MultiEdit" or "NotebookEdit" => ToolKind.Edit,
        "Bash" or "BashOutput" or "KillShell" or "KillBash" or "Monitor" => ToolKind.Execute,
        "Grep" or "Glob" or "ToolSearch" => ToolKind.Search,
        "WebFetch" or "WebSearch" => ToolKind.Fetch,
        "Task" or "Agent" => ToolKind.Agent,
        "TodoWrite" or "ExitPlanMode" or "EnterPlanMode" => ToolKind.Think,
        _ => ToolKind.Other,
    };

    public string TitleOf(string tool, JsonElement input)
    {
        var title = tool switch
        {
            "Bash" => input.Text("command"),
            "Read" or "NotebookRead" or "LS" => Of("Read", PathIn(input)),
            "Write" => Of("Write", PathIn(input)),
            "Edit" or "MultiEdit" or "NotebookEdit" => Of("Edit", PathIn(input)),
            "Grep" => Of("Search", input.Text("pattern")),
            "Glob" => Of("Find", input.Text("pattern")),
            "WebFetch" => Of("Fetch", input.Text("url")),
            "WebSearch" => Of("Search the web for", input.Text("query")),
            "Task" or "Agent" => input.Text("description"),
            "TodoWrite" => "Update the to-do list",
            "ExitPlanMode" => "Present the plan",
            "AskUserQuestion" => input.Items("questions").Select(question => question.Text("question")).FirstOrDefault(),
            _ => null,
        };
        return Titles.FirstLine(title is { Length: > 0 } ? title : Plain(tool));
    }

    public IReadOnlyList<ToolLocation>? LocationsOf(JsonElement input) =>
        PathIn(input) is { } path ? [new() { Path = path, Line = (int?)input.Whole("offset") }] : null;

    /// <summary>The edit as the input tells it; null for other tools.</summary>
    public IReadOnlyList<ToolContent>? DiffsOf(string tool, JsonElement input)
    {
        if (PathIn(input) is not { } path)
        {
            return null;
        }

        return tool switch
        {
            "Write" => [Diff(path, null, input.Text("content"))],
            "Edit" => [Diff(path, input.Text("old_string"), input.Text("new_string"))],
            "MultiEdit" => [.. input.Items("edits").Select(edit => Diff(path, edit.Text("old_string"), edit.Text("new_string")))],
            "NotebookEdit" => [Diff(path, null, input.Text("new_source"))],
            _ => null,
        };
    }

    /// <summary>The to-do list in a TodoWrite; null for other tools.</summary>
    public static PlanPayload? PlanIn(string tool, JsonElement input) => tool != "TodoWrite" ? null : new()
    {
        Entries =
        [
            .. input.Items("todos").Select(todo => new PlanEntry
            {
                Content = todo.Text("content") ?? todo.Text("activeForm") ?? "",
                Status = todo.Text("status") switch
                {
                    "completed" => PlanEntryStatus.Completed,
                    "in_progress" => PlanEntryStatus.InProgress,
                    _ => PlanEntryStatus.Pending,
                },
            }),
        ],
    };

    public string? PathIn(JsonElement input) =>
        (input.Text("file_path") ?? input.Text("notebook_path") ?? input.Text("path")) is { Length: > 0 } path
            ? paths.Shorten(path)
            : null;

    private static ToolContent Diff(string path, string? before, string? after) =>
        new() { Type = ToolContentType.Diff, Path = path, OldText = before, NewText = after ?? "" };

    private static string? Of(string verb, string? what) => what is null ? null : $"{verb} {what}";

    /// <summary><c>mcp__github__create_issue</c> as <c>github: create_issue</c>.</summary>
    private static string Plain(string tool) =>
        tool.Split("__", 3) is ["mcp", var server, var name] ? $"{server}: {name}" : tool;
}
