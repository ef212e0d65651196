using System.Text;
using System.Text.Json;
using Homeport.Agents.Conversations;

namespace Homeport.Agents.ClaudeCode;

/// <summary>An edit that is asked for, as a diff against the file as it is now where that can be read.</summary>
internal sealed class ClaudeEdits(ClaudeTools tools, WorktreePaths paths, IAgentFiles? files)
{
    /// <summary>The unified diff; null for a tool that edits nothing.</summary>
    public async ValueTask<string?> DescribeAsync(string tool, JsonElement input, CancellationToken cancellationToken)
    {
        if (tools.PathIn(input) is not { } path || tool is not ("Write" or "Edit" or "MultiEdit"))
        {
            return null;
        }

        var current = await ReadAsync(path, cancellationToken);
        return tool switch
        {
            "Write" => UnifiedDiff.Create(path, current, input.Text("content") ?? ""),
            "Edit" => Replace(path, current, [input]),
            _ => Replace(path, current, [.. input.Items("edits")]),
        };
    }

    private static string Replace(string path, string? current, IReadOnlyList<JsonElement> edits)
    {
        if (current is not null && Apply(current, edits) is { } edited)
        {
            return UnifiedDiff.Create(path, current, edited);
        }

        var text = new StringBuilder();
        foreach (var edit in edits)
        {
            var before = edit.Text("old_string");
            text.Append(UnifiedDiff.Create(path, before is { Length: > 0 } ? before : null, edit.Text("new_string") ?? ""));
        }

        return text.ToString();
    }

    /// <summary>The text after the edits; null when one of them does not fit.</summary>
    private static string? Apply(string text, IReadOnlyList<JsonElement> edits)
    {
        foreach (var edit in edits)
        {
            var (before, after) = (edit.Text("old_string"), edit.Text("new_string") ?? "");
            var at = string.IsNullOrEmpty(before) ? -1 : text.IndexOf(before, StringComparison.Ordinal);
            if (at < 0)
            {
                return null;
            }

            text = edit.Flag("replace_all")
                ? text.Replace(before!, after, StringComparison.Ordinal)
                : string.Concat(text.AsSpan(0, at), after, text.AsSpan(at + before!.Length));
        }

        return text;
    }

    private async ValueTask<string?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (files is null)
        {
            return null;
        }

        try
        {
            return await files.ReadTextAsync(paths.Absolute(path), null, null, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // new, outside of the worktree or no text: the diff is made from the input alone
        }
    }
}
