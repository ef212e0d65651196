using System.Globalization;
using Homeport.Cli.Output;
using Homeport.Protocol.Reviews;

namespace Homeport.Cli.Tasks;

/// <summary>Writes one file's difference in git's own form.</summary>
internal sealed class UnifiedDiff(bool isTerminal, bool hasColour)
{
    private const string Nothing = "/dev/null";
    private const string OrdinaryMode = "100644";

    public IEnumerable<string> Print(FileDiffView diff)
    {
        var file = diff.File;
        var old = file.OldPath ?? file.Path;
        yield return Colour(Terminal.Bold, $"diff --git {Name("a/", old)} {Name("b/", file.Path)}");
        foreach (var line in Extended(file, old))
        {
            yield return Colour(Terminal.Bold, line);
        }

        if (file.Binary)
        {
            yield return $"Binary files {OldName(file, old)} and {NewName(file)} differ";
            yield break;
        }

        if (diff.Hunks.Count > 0)
        {
            yield return Colour(Terminal.Bold, $"--- {OldName(file, old)}");
            yield return Colour(Terminal.Bold, $"+++ {NewName(file)}");
        }

        foreach (var line in diff.Hunks.SelectMany(Hunk))
        {
            yield return line;
        }

        if (diff.Truncated)
        {
            yield return Colour(Terminal.Dim, "# The rest is left out because this difference is very large. Look at the file itself.");
        }
    }

    private static IEnumerable<string> Extended(ChangedFileView file, string old)
    {
        if (IsNew(file))
        {
            yield return $"new file mode {file.NewMode ?? OrdinaryMode}";
        }
        else if (file.Status == ChangeStatus.Deleted)
        {
            yield return $"deleted file mode {file.OldMode ?? OrdinaryMode}";
        }
        else if (file.OldMode is { } oldMode && file.NewMode is { } newMode && oldMode != newMode)
        {
            yield return $"old mode {oldMode}";
            yield return $"new mode {newMode}";
        }

        if (file.Status is ChangeStatus.Renamed or ChangeStatus.Copied)
        {
            var verb = file.Status == ChangeStatus.Renamed ? "rename" : "copy";
            yield return $"{verb} from {Name("", old)}";
            yield return $"{verb} to {Name("", file.Path)}";
        }
    }

    private IEnumerable<string> Hunk(DiffHunk hunk)
    {
        var section = hunk.Section is { Length: > 0 } text ? $" {Clean(text)}" : "";
        yield return Colour(Terminal.Cyan, string.Create(
            CultureInfo.InvariantCulture, $"@@ -{Range(hunk.OldStart, hunk.OldLines)} +{Range(hunk.NewStart, hunk.NewLines)} @@{section}"));
        foreach (var line in hunk.Lines)
        {
            yield return line.Kind switch
            {
                DiffLineKind.Added => Colour(Terminal.Green, "+" + Clean(line.Text)),
                DiffLineKind.Removed => Colour(Terminal.Red, "-" + Clean(line.Text)),
                DiffLineKind.Context => " " + Clean(line.Text),
            };
            if (line.NoNewline)
            {
                yield return "\\ No newline at end of file";
            }
        }
    }

    /// <summary>At a terminal, what a file holds must not act on it; in a pipe the bytes stay what they are.</summary>
    private string Clean(string text) => isTerminal ? Terminal.Harmless(text) : text;

    private string Colour(string colour, string text) => hasColour ? colour + text + Terminal.Reset : text;

    private static string Range(int start, int lines) =>
        lines == 1 ? start.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{start},{lines}");

    private static bool IsNew(ChangedFileView file) => file.Status is ChangeStatus.Added or ChangeStatus.Untracked;

    private static string OldName(ChangedFileView file, string old) => IsNew(file) ? Nothing : Name("a/", old);

    private static string NewName(ChangedFileView file) => file.Status == ChangeStatus.Deleted ? Nothing : Name("b/", file.Path);

    /// <summary>Quoted as git does where it holds a quote, a backslash or a control character.</summary>
    private static string Name(string prefix, string path)
    {
        var name = prefix + path;
        if (!name.Any(character => character is '"' or '\\' or < ' ' or '\u007f'))
        {
            return name;
        }

        var quoted = string.Concat(name.Select(character => character switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\t' => "\\t",
            < ' ' or '\u007f' => $"\\{Convert.ToString(character, toBase: 8).PadLeft(3, '0')}",
            _ => character.ToString(),
        }));
        return $"\"{quoted}\"";
    }
}
