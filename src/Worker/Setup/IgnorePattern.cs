namespace Homeport.Worker.Setup;

/// <summary>One line of a <c>.gitignore</c>: which paths it means. <c>./</c> before it means the top folder alone.</summary>
internal sealed class IgnorePattern
{
    private readonly string[] _segments;
    private readonly bool _isAnchored;

    private IgnorePattern(string[] segments, bool isAnchored, bool isNegated, bool foldersOnly) =>
        (_segments, _isAnchored, IsNegated, FoldersOnly) = (segments, isAnchored, isNegated, foldersOnly);

    /// <summary>It takes back what an earlier pattern means.</summary>
    public bool IsNegated { get; }

    public bool FoldersOnly { get; }

    /// <summary>Null for an empty line and for a comment.</summary>
    public static IgnorePattern? Parse(string line)
    {
        var text = line.Trim();
        if (text.Length == 0 || text[0] == '#')
        {
            return null;
        }

        var isNegated = text[0] == '!';
        text = isNegated ? text[1..] : text;
        var isAnchored = text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith('/');
        var foldersOnly = text.EndsWith('/');
        var segments = text.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != ".").ToArray();
        return segments.Length == 0 || segments.Contains("..", StringComparer.Ordinal)
            ? null
            : new IgnorePattern(segments, isAnchored || segments.Length > 1, isNegated, foldersOnly);
    }

    /// <summary>Does it mean this path itself? What lies in a folder that it means is the caller's concern.</summary>
    /// <param name="path">The path's segments.</param>
    /// <param name="isFolder">It is a folder.</param>
    public bool Matches(ReadOnlySpan<string> path, bool isFolder)
    {
        if (path.IsEmpty || (FoldersOnly && !isFolder))
        {
            return false;
        }

        return _isAnchored ? MatchesAll(path) : MatchesSegment(_segments[0], path[^1]);
    }

    /// <summary>
    /// Does it mean something below this folder by naming the way to it? Neither a bare name nor <c>**</c> names a way, so
    /// that <c>.env</c> does not lead through all of <c>node_modules</c>.
    /// </summary>
    public bool LeadsInto(ReadOnlySpan<string> folder)
    {
        if (!_isAnchored || IsNegated || _segments.Length <= folder.Length)
        {
            return false;
        }

        for (var index = 0; index < folder.Length; index++)
        {
            if (_segments[index] == "**" || !MatchesSegment(_segments[index], folder[index]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Follows all ways at once, so that no pattern takes more than its length times the path's.</summary>
    private bool MatchesAll(ReadOnlySpan<string> path)
    {
        var at = new bool[path.Length + 1];
        at[0] = true;
        for (var index = 0; index < _segments.Length; index++)
        {
            var next = new bool[path.Length + 1];
            for (var place = 0; place <= path.Length; place++)
            {
                if (!at[place])
                {
                    continue;
                }

                if (_segments[index] == "**")
                {
                    // In the middle it may stand for no folder at all, at the end for at least one name.
                    var from = index == _segments.Length - 1 ? place + 1 : place;
                    next.AsSpan(Math.Min(from, next.Length)).Fill(true);
                }
                else if (place < path.Length && MatchesSegment(_segments[index], path[place]))
                {
                    next[place + 1] = true;
                }
            }

            at = next;
        }

        return at[^1];
    }

    /// <summary>One name: <c>*</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a-z]</c> and <c>\</c> before a character that means itself.</summary>
    private static bool MatchesSegment(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var (p, n, star, starName) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (star, starName) = (++p, n);
            }
            else if (p < pattern.Length && MatchesOne(pattern, p, name[n]) is > 0 and var length)
            {
                (p, n) = (p + length, n + 1);
            }
            else if (star >= 0)
            {
                (p, n) = (star, ++starName);
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].TrimStart('*').IsEmpty;
    }

    /// <summary>How much of the pattern stands for this character; 0 if it does not fit.</summary>
    private static int MatchesOne(ReadOnlySpan<char> pattern, int at, char letter)
    {
        switch (pattern[at])
        {
            case '?':
                return 1;
            case '\\' when at + 1 < pattern.Length:
                return pattern[at + 1] == letter ? 2 : 0;
            case '[' when EndOfSet(pattern, at) is > 0 and var end:
                return InSet(pattern[(at + 1)..end], letter) ? end - at + 1 : 0;
            default:
                return pattern[at] == letter ? 1 : 0;
        }
    }

    /// <summary>The place of the closing bracket; one that comes first is a member.</summary>
    private static int EndOfSet(ReadOnlySpan<char> pattern, int open)
    {
        var first = open + 1 < pattern.Length && pattern[open + 1] is '!' or '^' ? open + 2 : open + 1;
        for (var place = first + 1; place < pattern.Length; place++)
        {
            if (pattern[place] == ']')
            {
                return place;
            }
        }

        return 0;
    }

    private static bool InSet(ReadOnlySpan<char> set, char letter)
    {
        var isNegated = set[0] is '!' or '^';
        set = isNegated ? set[1..] : set;
        for (var place = 0; place < set.Length; place++)
        {
            if (place + 2 < set.Length && set[place + 1] == '-')
            {
                if (set[place] <= letter && letter <= set[place + 2])
                {
                    return !isNegated;
                }

                place += 2;
            }
            else if (set[place] == letter)
            {
                return !isNegated;
            }
        }

        return isNegated;
    }
}
