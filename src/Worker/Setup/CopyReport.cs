using System.Globalization;
using System.Text;

namespace Homeport.Worker.Setup;

/// <summary>What was copied, in words.</summary>
internal static class CopyReport
{
    private const int MostLines = 200;
    private const int LongestLine = 200;

    /// <summary>Sample: <c>3 files, 12 KiB</c>.</summary>
    public static string Summary(CopyOutcome outcome) => (outcome.Files, outcome.Kept) switch
    {
        (0, 0) => "none match",
        (0, _) => $"all {Count(outcome.Kept)} were there already",
        _ => $"{Count(outcome.Files)}, {Size(outcome.Bytes)}",
    };

    /// <summary>Entry by entry, then what was left out and why.</summary>
    public static string Text(CopyPlan plan, CopyOutcome outcome)
    {
        var text = new StringBuilder();
        foreach (var entry in plan.Entries.Take(MostLines))
        {
            var size = entry.Path.EndsWith('/') ? $"{Count(entry.Leaves.Count)}, {Size(entry.Bytes)}" : Size(entry.Bytes);
            text.AppendLine(CultureInfo.InvariantCulture, $"{OneLine(entry.Path)}  {size}");
        }

        More(text, plan.Entries.Count, "copied");
        if (outcome.Kept > 0)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{Count(outcome.Kept)} stood in the worktree already and stayed as they were.");
        }

        var left = plan.Skipped.Concat(outcome.Failed).ToArray();
        foreach (var skipped in left.Take(MostLines))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"left out: {OneLine(skipped.Path)}: {skipped.Reason}");
        }

        More(text, left.Length, "left out");
        return text.ToString();
    }

    public static string FirstLine(string text)
    {
        var line = text.Trim().Split('\n')[0].Trim();
        return line.Length > LongestLine ? line[..LongestLine] + "…" : line;
    }

    private static void More(StringBuilder text, int count, string what)
    {
        if (count > MostLines)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"… and {count - MostLines} more that are {what}");
        }
    }

    /// <summary>A name may hold a line break, which must not look like a second name.</summary>
    private static string OneLine(string path) => path.Any(char.IsControl)
        ? string.Concat(path.Select(letter => char.IsControl(letter) ? '?' : letter))
        : path;

    private static string Count(int files) => files == 1 ? "1 file" : string.Create(CultureInfo.InvariantCulture, $"{files:N0} files");

    private static string Size(long bytes) => bytes switch
    {
        < 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        < 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0.#} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024 * 1024):0.#} GiB"),
    };
}
