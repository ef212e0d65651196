using System.Globalization;
using System.Text;

namespace Homeport.Host.Trust;

/// <summary>The difference of two texts as a unified patch. Made for settings files: what is large is shown as replaced whole.</summary>
internal static class LinePatch
{
    private const int Context = 3;

    /// <summary>Above this many comparisons the table would cost more than it tells.</summary>
    private const int MostCells = 1_000_000;

    /// <param name="path">Of the file.</param>
    /// <param name="before">Null when there was none.</param>
    /// <param name="after">What is there now.</param>
    public static string Between(string path, string? before, string after)
    {
        var lines = Compare(Lines(before), Lines(after));
        var patch = new StringBuilder().Append("--- ").Append(before is null ? "/dev/null" : $"a/{path}").Append("\n+++ b/").Append(path).Append('\n');
        for (var at = 0; at < lines.Count;)
        {
            at = AddHunk(patch, lines, at);
        }

        return patch.ToString();
    }

    private static string[] Lines(string? text) => string.IsNullOrEmpty(text) ? [] : text.TrimEnd('\n').Split('\n');

    /// <summary>The longest common subsequence, by the usual table, after what begins and ends alike.</summary>
    private static List<(char Mark, string Line)> Compare(string[] old, string[] now)
    {
        var head = 0;
        while (head < old.Length && head < now.Length && old[head] == now[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < old.Length - head && tail < now.Length - head && old[^(tail + 1)] == now[^(tail + 1)])
        {
            tail++;
        }

        var (a, b) = (old[head..^tail], now[head..^tail]);
        return
        [
            .. old[..head].Select(line => (' ', line)),
            .. (long)a.Length * b.Length > MostCells ? [.. a.Select(line => ('-', line)), .. b.Select(line => ('+', line))] : Middle(a, b),
            .. old[^tail..].Select(line => (' ', line)),
        ];
    }

    private static List<(char, string)> Middle(string[] a, string[] b)
    {
        var common = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--)
            {
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = new List<(char, string)>(a.Length + b.Length);
        for (var (i, j) = (0, 0); i < a.Length || j < b.Length;)
        {
            if (i < a.Length && j < b.Length && a[i] == b[j])
            {
                lines.Add((' ', a[i]));
                (i, j) = (i + 1, j + 1);
            }
            else if (j == b.Length || (i < a.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add(('-', a[i++]));
            }
            else
            {
                lines.Add(('+', b[j++]));
            }
        }

        return lines;
    }

    /// <returns>Where the next hunk may begin.</returns>
    private static int AddHunk(StringBuilder patch, List<(char Mark, string Line)> lines, int from)
    {
        var first = lines.FindIndex(from, line => line.Mark != ' ');
        if (first < 0)
        {
            return lines.Count;
        }

        var last = first;
        for (var at = first; at < lines.Count && at <= last + (2 * Context); at++)
        {
            last = lines[at].Mark == ' ' ? last : at;
        }

        var (start, end) = (Math.Max(first - Context, from), Math.Min(last + Context + 1, lines.Count));
        var (oldAt, newAt) = (lines.Take(start).Count(line => line.Mark != '+'), lines.Take(start).Count(line => line.Mark != '-'));
        var hunk = lines.GetRange(start, end - start);
        var (oldCount, newCount) = (hunk.Count(line => line.Mark != '+'), hunk.Count(line => line.Mark != '-'));
        patch.Append(CultureInfo.InvariantCulture, $"@@ -{(oldCount == 0 ? oldAt : oldAt + 1)},{oldCount} +{(newCount == 0 ? newAt : newAt + 1)},{newCount} @@\n");
        foreach (var (mark, line) in hunk)
        {
            patch.Append(mark).Append(line).Append('\n');
        }

        return end;
    }
}
