namespace Homeport.Worker.Setup;

/// <summary>Which of the ignored files a project wants in its worktrees; of several patterns the last that fits decides.</summary>
internal sealed class CopyPatterns
{
    private readonly IgnorePattern[] _patterns;

    public CopyPatterns(IEnumerable<string> lines) => _patterns = [.. lines.Select(IgnorePattern.Parse).OfType<IgnorePattern>()];

    public bool IsEmpty => _patterns.Length == 0;

    /// <summary>Is it wanted, by itself or as part of a folder that is?</summary>
    /// <param name="path">Relative, with <c>/</c>.</param>
    /// <param name="isFolder">It is a folder.</param>
    public bool Want(string path, bool isFolder)
    {
        var segments = path.Split('/');
        for (var depth = 1; depth < segments.Length; depth++)
        {
            if (Decide(segments.AsSpan(0, depth), isFolder: true))
            {
                return true;
            }
        }

        return Decide(segments, isFolder);
    }

    /// <summary>Does a pattern name the way to something in this folder, which git ignores as a whole?</summary>
    public bool LeadInto(string folder)
    {
        var segments = folder.Split('/');
        return _patterns.Any(pattern => pattern.LeadsInto(segments));
    }

    private bool Decide(ReadOnlySpan<string> path, bool isFolder)
    {
        for (var index = _patterns.Length - 1; index >= 0; index--)
        {
            if (_patterns[index].Matches(path, isFolder))
            {
                return !_patterns[index].IsNegated;
            }
        }

        return false;
    }
}
