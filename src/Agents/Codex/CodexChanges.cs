using System.Globalization;
using System.Text;
using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Codex;

/// <summary>File changes: whole content for a file that comes or goes, hunks of a unified diff for one that changes.</summary>
internal static class CodexChanges
{
    public static string TitleOf(JsonElement item, WorktreePaths paths)
    {
        var changes = item.Items("changes").ToArray();
        return changes switch
        {
            [] => "Edit files",
            [var only] => $"{Verb(only)} {paths.Shorten(only.Text("path") ?? "")}",
            _ => string.Create(CultureInfo.InvariantCulture, $"Edit {changes.Length} files"),
        };
    }

    public static IReadOnlyList<ToolContent> ContentOf(JsonElement item, WorktreePaths paths) =>
    [
        .. item.Items("changes").Select(change =>
        {
            var (before, after) = Sides(change);
            return new ToolContent
            {
                Type = ToolContentType.Diff,
                Path = paths.Shorten(change.Text("path") ?? ""),
                OldText = before,
                NewText = after ?? "",
            };
        }),
    ];

    public static string Describe(JsonElement item, WorktreePaths paths)
    {
        var text = new StringBuilder();
        foreach (var change in item.Items("changes"))
        {
            var path = paths.Shorten(change.Text("path") ?? "");
            if (KindOf(change) == "update")
            {
                var to = change.Member("kind").Text("move_path") is { } moved ? paths.Shorten(moved) : path;
                text.Append("--- a/").Append(path).Append("\n+++ b/").Append(to).Append('\n').Append(change.Text("diff")?.TrimEnd('\n')).Append('\n');
            }
            else
            {
                var (before, after) = Sides(change);
                text.Append(UnifiedDiff.Create(path, before, after));
            }
        }

        return text.ToString();
    }

    private static (string? Before, string? After) Sides(JsonElement change)
    {
        var diff = change.Text("diff") ?? "";
        switch (KindOf(change))
        {
            case "add": return (null, diff);
            case "delete": return (diff, null);
        }

        var (before, after) = (new StringBuilder(), new StringBuilder());
        foreach (var line in diff.Split('\n'))
        {
            if (line is [' ' or '-', ..])
            {
                before.Append(line.AsSpan(1)).Append('\n');
            }

            if (line is [' ' or '+', ..])
            {
                after.Append(line.AsSpan(1)).Append('\n');
            }
        }

        return (before.ToString(), after.ToString());
    }

    private static string? KindOf(JsonElement change) => change.Member("kind").Text("type") ?? change.Text("kind");

    private static string Verb(JsonElement change) => KindOf(change) switch
    {
        "add" => "Write",
        "delete" => "Delete",
        _ => "Edit",
    };
}
