using System.Globalization;
using System.Text;

namespace Homeport.Agents.Conversations;

/// <summary>The difference of two texts as people read it in an approval. It is shown, never applied.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;
    private const long MostCells = 4_000_000;

    /// <param name="path">As shown.</param>
    /// <param name="before">Null when the file is new.</param>
    /// <param name="after">Null when the file goes.</param>
    /// <param name="firstLine">The line of the file that the texts begin at, counted from 1.</param>
    public static string Create(string path, string? before, string? after, int firstLine = 1)
    {
        var (old, now) = (Lines(before), Lines(after));
        var text = new StringBuilder()
            .Append("--- ").Append(before is null ? "/dev/null" : $"a/{path}").Append('\n')
            .Append("+++ ").Append(after is null ? "/dev/null" : $"b/{path}").Append('\n');
        foreach (var hunk in Hunks(Compare(old, now)))
        {
            Append(text, hunk, firstLine);
        }

        return text.ToString();
    }

    private static string[] Lines(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        var lines = text.Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private static List<Line> Compare(string[] old, string[] now)
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

        var lines = new List<Line>(old.Length + now.Length);
        for (var index = 0; index < head; index++)
        {
            lines.Add(new(' ', old[index], index, index));
        }

        CompareMiddle(lines, old, now, head, old.Length - tail, now.Length - tail);
        for (var index = tail; index > 0; index--)
        {
            lines.Add(new(' ', old[^index], old.Length - index, now.Length - index));
        }

        return lines;
    }

    /// <summary>Longest common subsequence; where that would be too much, all of the old and then all of the new.</summary>
    private static void CompareMiddle(List<Line> lines, string[] old, string[] now, int start, int oldEnd, int newEnd)
    {
        var (rows, columns) = (oldEnd - start, newEnd - start);
        var common = (long)rows * columns <= MostCells ? Common(old, now, start, rows, columns) : null;
        var (row, column) = (0, 0);
        while (row < rows || column < columns)
        {
            if (common is not null && row < rows && column < columns && old[start + row] == now[start + column])
            {
                lines.Add(new(' ', old[start + row], start + row++, start + column++));
            }
            else if (row < rows && (column == columns || common is null || common[row + 1, column] >= common[row, column + 1]))
            {
                lines.Add(new('-', old[start + row], start + row++, start + column));
            }
            else
            {
                lines.Add(new('+', now[start + column], start + row, start + column++));
            }
        }
    }

    private static int[,] Common(string[] old, string[] now, int start, int rows, int columns)
    {
        var common = new int[rows + 1, columns + 1];
        for (var row = rows - 1; row >= 0; row--)
        {
            for (var column = columns - 1; column >= 0; column--)
            {
                common[row, column] = old[start + row] == now[start + column]
                    ? common[row + 1, column + 1] + 1
                    : Math.Max(common[row + 1, column], common[row, column + 1]);
            }
        }

        return common;
    }

    private static IEnumerable<List<Line>> Hunks(List<Line> lines)
    {
        List<Line>? hunk = null;
        var lastChange = -1;
        for (var index = 0; index < lines.Count; index++)
        {
            if (lines[index].Mark == ' ')
            {
                continue;
            }

            if (hunk is not null && index - lastChange <= 2 * Context)
            {
                hunk.AddRange(lines[(lastChange + 1)..index]);
            }
            else
            {
                if (hunk is not null)
                {
                    hunk.AddRange(lines[(lastChange + 1)..Math.Min(lastChange + 1 + Context, lines.Count)]);
                    yield return hunk;
                }

                hunk = [.. lines[Math.Max(0, index - Context)..index]];
            }

            hunk.Add(lines[index]);
            lastChange = index;
        }

        if (hunk is not null)
        {
            hunk.AddRange(lines[(lastChange + 1)..Math.Min(lastChange + 1 + Context, lines.Count)]);
            yield return hunk;
        }
    }

    private static void Append(StringBuilder text, List<Line> hunk, int firstLine)
    {
        var old = hunk.Count(line => line.Mark != '+');
        var now = hunk.Count(line => line.Mark != '-');
        var oldStart = hunk[0].Old + (old == 0 ? firstLine - 1 : firstLine);
        var newStart = hunk[0].New + (now == 0 ? firstLine - 1 : firstLine);
        text.Append(CultureInfo.InvariantCulture, $"@@ -{oldStart},{old} +{newStart},{now} @@\n");
        foreach (var line in hunk)
        {
            text.Append(line.Mark).Append(line.Text.TrimEnd('\r')).Append('\n');
        }
    }

    /// <param name="Mark">A blank, <c>-</c> or <c>+</c>.</param>
    /// <param name="Text">Without its end.</param>
    /// <param name="Old">Lines of the old text before it.</param>
    /// <param name="New">Lines of the new text before it.</param>
    private readonly record struct Line(char Mark, string Text, int Old, int New);
}
