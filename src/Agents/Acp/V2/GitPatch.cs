using System.Text;
using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Acp.V2;

/// <summary>A <c>diff</c> of version 2: which files changed how, and mostly a patch as git writes it.</summary>
internal static class GitPatch
{
    /// <summary>One difference for each file of the patch, and words for what is changed beside it.</summary>
    public static IEnumerable<ToolContent> Read(JsonElement diff, WorktreePaths paths)
    {
        JsonElement[] changes = [.. diff.Items("changes")];
        var patch = diff.Member("patch");
        List<FilePatch> files = patch.Text("format") == "git_patch" ? FilePatch.ReadAll(patch.Text("text") ?? "") : [];
        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var path = changes.Select(change => change.Text("path")).OfType<string>().FirstOrDefault(path => IsMeant(path, file.Path)) ?? file.Path;
            told.Add(path);
            yield return new()
            {
                Type = ToolContentType.Diff,
                Path = paths.Shorten(path),
                OldText = file.IsNew ? null : file.Before.ToString(),
                NewText = file.After.ToString(),
            };
        }

        if (files.Count == 0 && patch.Text("text") is { Length: > 0 } other)
        {
            yield return new() { Type = ToolContentType.Text, Text = other };
        }

        string[] beside = [.. changes.Where(change => change.Text("path") is { } path && !told.Contains(path)).Select(change => Words(change, paths))];
        if (beside.Length > 0)
        {
            yield return new() { Type = ToolContentType.Text, Text = string.Join('\n', beside) };
        }
    }

    private static bool IsMeant(string path, string shown) =>
        path == shown || (shown.Length > 0 && path.EndsWith($"/{shown}", StringComparison.Ordinal));

    private static string Words(JsonElement change, WorktreePaths paths)
    {
        var path = paths.Shorten(change.Text("path")!);
        var from = change.Text("oldPath") is { } old ? paths.Shorten(old) : null;
        return change.Text("operation") switch
        {
            "add" => $"Added {path}",
            "delete" => $"Deleted {path}",
            "modify" => $"Changed {path}",
            "move" => $"Moved {from} to {path}",
            "copy" => $"Copied {from} to {path}",
            var other => $"{other ?? "Changed"} {path}",
        };
    }

    /// <summary>The part of a patch that is about one file. Its lines are those of the hunks, not the whole file.</summary>
    private sealed class FilePatch
    {
        public string Path { get; private set; } = "";
        public bool IsNew { get; private set; }
        public StringBuilder Before { get; } = new();
        public StringBuilder After { get; } = new();

        public static List<FilePatch> ReadAll(string text)
        {
            List<FilePatch> files = [];
            FilePatch? file = null;
            var isInHunk = false;
            foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
            {
                if (line.StartsWith("diff --git ", StringComparison.Ordinal) || (file is null && line.StartsWith("--- ", StringComparison.Ordinal)))
                {
                    files.Add(file = new());
                    isInHunk = false;
                }

                isInHunk |= line.StartsWith("@@", StringComparison.Ordinal);
                if (isInHunk)
                {
                    file?.AddLine(line);
                }
                else
                {
                    file?.AddHead(line);
                }
            }

            return [.. files.Where(found => found.Path.Length > 0)];
        }

        private void AddHead(string line)
        {
            IsNew |= line.StartsWith("--- /dev/null", StringComparison.Ordinal);
            var named = line.StartsWith("--- a/", StringComparison.Ordinal) || line.StartsWith("+++ b/", StringComparison.Ordinal) ? line[6..]
                : line.StartsWith("rename to ", StringComparison.Ordinal) ? line["rename to ".Length..]
                : null;
            Path = named?.TrimEnd('\t') ?? Path;
        }

        private void AddLine(string line)
        {
            if (line is [' ' or '-', ..])
            {
                Before.Append(line.AsSpan(1)).Append('\n');
            }

            if (line is [' ' or '+', ..])
            {
                After.Append(line.AsSpan(1)).Append('\n');
            }
        }
    }
}
