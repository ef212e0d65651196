using Homeport.Protocol.Projects;

namespace Homeport.Worker.Setup;

/// <summary>What is to be copied: whole entries, so that a folder comes with all of it or not at all.</summary>
internal sealed record CopyPlan(IReadOnlyList<PlannedEntry> Entries, IReadOnlyList<SkippedEntry> Skipped)
{
    private const int MostShown = 200;
    private const int MostSkippedShown = 50;

    public static CopyPlan Nothing { get; } = new([], []);

    public PreviewCopiedFilesResponse ToResponse() => new()
    {
        Entries =
        [
            .. Entries.Take(MostShown).Select(entry => new CopiedEntry { Path = entry.Path, Files = entry.Leaves.Count, Bytes = entry.Bytes }),
        ],
        TotalEntries = Entries.Count,
        Files = Entries.Sum(entry => entry.Leaves.Count),
        Bytes = Entries.Sum(entry => entry.Bytes),
        Skipped = [.. Skipped.Take(MostSkippedShown)],
    };
}

/// <summary>A file, a link, or a folder that is copied whole.</summary>
/// <param name="Path">Relative; a folder ends with <c>/</c>.</param>
/// <param name="Leaves">The files and links of it.</param>
/// <param name="Bytes">What they hold together.</param>
internal sealed record PlannedEntry(string Path, IReadOnlyList<PlannedLeaf> Leaves, long Bytes);

/// <summary>One file or link.</summary>
internal readonly record struct PlannedLeaf(string Path, bool IsLink);
