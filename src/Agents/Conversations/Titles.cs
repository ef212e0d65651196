namespace Homeport.Agents.Conversations;

/// <summary>One line for a card.</summary>
internal static class Titles
{
    private const int Longest = 160;

    /// <summary>The first line of a text that has something in it, cut where it is too long.</summary>
    public static string FirstLine(string text)
    {
        var line = text.AsSpan().Trim();
        var end = line.IndexOfAny('\r', '\n');
        var first = end < 0 ? line : line[..end].TrimEnd();
        var isCut = end >= 0 || first.Length > Longest;
        return isCut ? $"{first[..Math.Min(first.Length, Longest)]}…" : first.ToString();
    }
}
