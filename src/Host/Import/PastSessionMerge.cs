using Homeport.Protocol.Link;

namespace Homeport.Host.Import;

/// <summary>Adds what a part of a session's file tells to what is known of it.</summary>
internal static class PastSessionMerge
{
    /// <summary>Characters of what was said that are kept for the search.</summary>
    public const int LongestWords = 128 * 1024;

    /// <param name="known">What the parts before told; null for the first.</param>
    /// <param name="id">The row's.</param>
    /// <param name="file">Where it lies.</param>
    /// <param name="part">What this part tells.</param>
    public static PastSessionRow Add(PastSessionRow? known, string id, PastSessionFile file, PastSessionDigest part)
    {
        var row = known ?? new PastSessionRow { Id = id, AgentType = file.AgentType, Path = file.Path, NativeId = "" };
        return row with
        {
            NativeId = row.NativeId.Length > 0 ? row.NativeId : Clean(part.NativeSessionId ?? ""),
            Title = Clean(part.Title) ?? row.Title,
            FirstPrompt = row.FirstPrompt ?? Clean(part.FirstPrompt),
            Folder = row.Folder ?? Clean(part.Folder),
            Branch = Clean(part.Branch) ?? row.Branch,
            Model = Clean(part.Model) ?? row.Model,
            AgentVersion = Clean(part.AgentVersion) ?? row.AgentVersion,
            Messages = row.Messages + part.Messages,
            Size = part.Size,
            Stamp = part.Stamp,
            ReadTo = part.ReadTo,
            StartedAt = row.StartedAt ?? part.StartedAt,
            LastAt = part.LastAt is { } last && last > row.LastAt ? last : row.LastAt,
            IsPart = row.IsPart || part.IsPart == true,
            Words = Append(row.Words, part.Words),
        };
    }

    private static string Append(string words, string more)
    {
        var room = LongestWords - words.Length;
        return room <= 0 || more.Length == 0 ? words : words + Clean(more.Length > room ? more[..room] : more).ToLowerInvariant();
    }

    /// <summary>A database takes no NUL in a text.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    private static string? Clean(string? text) => text?.Replace('\0', ' ');
}
