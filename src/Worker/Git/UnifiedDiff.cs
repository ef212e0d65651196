using System.Globalization;
using System.Text;
using Homeport.Protocol.Reviews;

namespace Homeport.Worker.Git;

/// <summary>Reads the hunks of git's unified format. Hunk headers say how many lines follow, so no content can be taken for a header.</summary>
internal sealed class UnifiedDiff
{
    public const int MostLines = 20_000;
    public const int MostBytes = 4 * 1024 * 1024;

    private readonly List<DiffHunk> _hunks = [];
    private ReadOnlyMemory<byte> _rest;
    private int _lines;

    private UnifiedDiff(ReadOnlyMemory<byte> text) => _rest = text;

    public IReadOnlyList<DiffHunk> Hunks => _hunks;

    /// <summary>There were more than <see cref="MostLines"/> lines.</summary>
    public bool IsCut { get; private set; }

    /// <param name="text">
    /// <code>
    /// diff --git a/a.txt b/a.txt
    /// index 1b6c…..9a0f… 100644
    /// --- a/a.txt
    /// +++ b/a.txt
    /// @@ -1,3 +1,3 @@ section
    ///  same
    /// -old
    /// +new
    /// \ No newline at end of file
    /// </code>
    /// </param>
    /// <param name="isWanted">Which of the files in it to read, by position; a file begins with <c>diff --git</c>.</param>
    public static UnifiedDiff Parse(ReadOnlyMemory<byte> text, Func<int, bool> isWanted)
    {
        var diff = new UnifiedDiff(text);
        var file = -1;
        while (!diff.IsCut && diff.NextLine() is { } line)
        {
            if (line.Span.StartsWith("diff --git "u8))
            {
                file++;
            }
            else if (line.Span.StartsWith("@@ "u8))
            {
                var hunk = diff.ReadHunk(Encoding.UTF8.GetString(line.Span));
                if (isWanted(file))
                {
                    diff._hunks.Add(hunk);
                }
            }
        }

        return diff;
    }

    private DiffHunk ReadHunk(string header)
    {
        // @@ -12,3 +12,4 @@ static void Main
        var end = header.IndexOf(" @@", 3, StringComparison.Ordinal);
        var sides = header[3..end].Split(' ');
        var (oldStart, oldLines) = RangeOf(sides[0]);
        var (newStart, newLines) = RangeOf(sides[1]);
        var section = header[(end + 3)..].Trim();
        return new DiffHunk
        {
            OldStart = oldStart,
            OldLines = oldLines,
            NewStart = newStart,
            NewLines = newLines,
            Section = section.Length > 0 ? section : null,
            Lines = ReadLines(oldStart, oldStart + oldLines, newStart, newStart + newLines),
        };
    }

    private List<DiffLine> ReadLines(int oldLine, int oldEnd, int newLine, int newEnd)
    {
        var lines = new List<DiffLine>();
        while (NextIsMark() || oldLine < oldEnd || newLine < newEnd)
        {
            if (NextLine() is not { Length: > 0 } raw)
            {
                break; // the output was cut off here
            }

            if (raw.Span[0] == '\\')
            {
                lines[^1] = lines[^1] with { NoNewline = true };
                continue;
            }

            if (++_lines > MostLines)
            {
                IsCut = true;
                break;
            }

            var text = Encoding.UTF8.GetString(raw.Span[1..]);
            lines.Add(raw.Span[0] switch
            {
                (byte)'+' => new DiffLine { Kind = DiffLineKind.Added, Text = text, NewLine = newLine++ },
                (byte)'-' => new DiffLine { Kind = DiffLineKind.Removed, Text = text, OldLine = oldLine++ },
                _ => new DiffLine { Kind = DiffLineKind.Context, Text = text, OldLine = oldLine++, NewLine = newLine++ },
            });
        }

        return lines;
    }

    private bool NextIsMark() => !_rest.IsEmpty && _rest.Span[0] == '\\';

    private ReadOnlyMemory<byte>? NextLine()
    {
        if (_rest.IsEmpty)
        {
            return null;
        }

        var end = _rest.Span.IndexOf((byte)'\n');
        var line = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        return line;
    }

    /// <summary><c>-12,3</c> or, for a single line, <c>-12</c>.</summary>
    private static (int Start, int Count) RangeOf(string side)
    {
        var parts = side[1..].Split(',');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1);
    }
}
