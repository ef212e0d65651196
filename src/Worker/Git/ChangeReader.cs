using System.Globalization;
using Homeport.Platform.Processes;
using Homeport.Protocol;

namespace Homeport.Worker.Git;

/// <summary>Asks git what differs between two states and reads the answer.</summary>
internal sealed class ChangeReader(GitProgram git)
{
    private static readonly CommandLimits Large = new() { MaxOutputBytes = 256 * 1024 * 1024 };

    /// <summary>Options that every comparison has, so that a list and a file's hunks agree.</summary>
    public static readonly string[] Options = ["-r", "-M", "-C", "--no-ext-diff", "--no-textconv", "--no-abbrev", "--no-color"];

    /// <summary>The command that compares a range: trees with each other, or a tree with the private index.</summary>
    public static IReadOnlyList<string> CommandOf(DiffRange range, params IReadOnlyList<string> options) => range.To is { } to
        ? ["diff-tree", .. Options, .. options, range.From, to]
        : ["diff-index", "--cached", .. Options, .. options, range.From];

    /// <summary>In path order.</summary>
    public async Task<IReadOnlyList<ChangedFile>> ReadAsync(WorktreePicture picture, DiffRange range, CancellationToken cancellationToken)
    {
        if (picture.Changes.TryGetValue(range, out var known))
        {
            return known;
        }

        var output = await git.TryAsync(
            new GitCall
            {
                Folder = picture.Folders.Top,
                Arguments = CommandOf(range, "-z", "--raw", "--numstat"),
                Environment = picture.Index.Environment,
                Limits = Large,
            },
            cancellationToken);
        if (!output.IsSuccess)
        {
            throw output.Truncated || !output.Error.Contains(range.From, StringComparison.Ordinal)
                ? GitProgram.Failure(output, "list the changes")
                : new WorkerRefusedException(
                    ErrorCodes.NotFound, $"The commit {range.From[..12]} from which the changes are counted is not in the repository any more.");
        }

        var files = Parse(output.Fields());
        picture.Changes[range] = files;
        return files;
    }

    /// <summary>
    /// All raw records come first, then all counts:
    /// <code>
    /// :100644 100644 1b6c… 9a0f… M␀src/a.txt␀
    /// :100644 100644 1b6c… 1b6c… R100␀old.txt␀new.txt␀
    /// 3␉1␉src/a.txt␀
    /// 0␉0␉␀old.txt␀new.txt␀
    /// -␉-␉picture.png␀
    /// </code>
    /// </summary>
    internal static IReadOnlyList<ChangedFile> Parse(IEnumerable<string> fields)
    {
        var files = new List<ChangedFile>();
        var position = 0;
        using var field = fields.GetEnumerator();
        while (field.MoveNext())
        {
            if (field.Current.StartsWith(':'))
            {
                files.Add(ReadRaw(field));
            }
            else if (field.Current.Length > 0)
            {
                position = ReadCounts(field, files, position);
            }
        }

        files.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return files;
    }

    private static ChangedFile ReadRaw(IEnumerator<string> field)
    {
        var parts = field.Current[1..].Split(' ');
        field.MoveNext();
        var path = field.Current;
        string? oldPath = null;
        if (parts[4][0] is 'R' or 'C')
        {
            oldPath = path;
            field.MoveNext();
            path = field.Current;
        }

        return new ChangedFile
        {
            OldMode = parts[0],
            NewMode = parts[1],
            OldBlob = parts[2],
            NewBlob = parts[3],
            Letter = parts[4][0],
            Path = path,
            OldPath = oldPath,
        };
    }

    /// <summary>The counts come in the order of the raw records; one that has none there is passed over.</summary>
    private static int ReadCounts(IEnumerator<string> field, List<ChangedFile> files, int position)
    {
        var parts = field.Current.Split('\t', 3);
        var path = parts[2];
        if (path.Length == 0)
        {
            field.MoveNext();
            field.MoveNext();
            path = field.Current;
        }

        var at = files.FindIndex(position, file => file.Path == path);
        if (at < 0)
        {
            return position;
        }

        files[at] = files[at] with { Added = CountOf(parts[0]), Removed = CountOf(parts[1]), Binary = parts[0] == "-" };
        return at + 1;
    }

    private static int CountOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
}
