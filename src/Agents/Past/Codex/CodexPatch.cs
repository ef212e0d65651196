using System.Text;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Past.Codex;

/// <summary>
/// The patches that the model writes: <c>*** Begin Patch</c>, then <c>*** Add File: a</c>, <c>*** Update File: b</c> or
/// <c>*** Delete File: c</c> with lines that begin with a blank, <c>+</c> or <c>-</c>.
/// </summary>
internal static class CodexPatch
{
    private const string Add = "*** Add File: ";
    private const string Update = "*** Update File: ";
    private const string Delete = "*** Delete File: ";

    public static IReadOnlyList<ToolContent> FilesOf(string patch)
    {
        var files = new List<ToolContent>();
        var (path, before, after) = ((string?)null, new StringBuilder(), new StringBuilder());
        var isNew = false;
        foreach (var line in patch.Split('\n'))
        {
            if (PathIn(line) is { } next)
            {
                Finish();
                (path, isNew) = (next, line.StartsWith(Add, StringComparison.Ordinal));
            }
            else if (line is [' ' or '-', ..])
            {
                before.Append(line.AsSpan(1)).Append('\n');
                after.Append(line[0] == ' ' ? line.AsSpan(1) : default).Append(line[0] == ' ' ? "\n" : "");
            }
            else if (line is ['+', ..])
            {
                after.Append(line.AsSpan(1)).Append('\n');
            }
        }

        Finish();
        return files;

        void Finish()
        {
            if (path is not null)
            {
                files.Add(new ToolContent
                {
                    Type = ToolContentType.Diff,
                    Path = path,
                    OldText = isNew ? null : before.ToString(),
                    NewText = after.ToString(),
                });
            }

            before.Clear();
            after.Clear();
        }
    }

    private static string? PathIn(string line) =>
        line.StartsWith(Add, StringComparison.Ordinal) ? line[Add.Length..].Trim()
        : line.StartsWith(Update, StringComparison.Ordinal) ? line[Update.Length..].Trim()
        : line.StartsWith(Delete, StringComparison.Ordinal) ? line[Delete.Length..].Trim()
        : null;
}
