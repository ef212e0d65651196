using Homeport.Platform.Processes;
using Homeport.Protocol.Conversations;
using Homeport.Protocol.Git;

namespace Homeport.Worker.Git;

/// <summary>Finds files of a worktree by letters of their path in order, as one types them: <c>tsksend</c> finds <c>Tasks/SendPrompt.cs</c>.</summary>
internal sealed class FindFiles(GitProgram git)
{
    private const int MostItems = 50;
    private const int LongestQuery = 200;

    private static readonly CommandLimits Large = new() { MaxOutputBytes = 64 * 1024 * 1024 };

    public async Task<FindFilesResponse> RunAsync(FindFilesRequest request, CancellationToken cancellationToken)
    {
        var folders = GitFolders.Of(request.WorktreePath);
        var output = await git.RunAsync(
            new GitCall
            {
                Folder = folders.Top,
                Arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"],
                Limits = Large,
            },
            "list the files", cancellationToken);
        var query = request.Query.Length > LongestQuery ? request.Query[..LongestQuery] : request.Query;
        var best = output.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries)
            .Select(path => (Path: path, Rank: Rank(path, query)))
            .Where(file => file.Rank is not null)
            .OrderBy(file => file.Rank).ThenBy(file => file.Path.Length).ThenBy(file => file.Path, StringComparer.Ordinal)
            .Take(Math.Clamp(request.Limit, 1, MostItems));
        return new FindFilesResponse { Items = [.. best.Select(file => new FoundFile(file.Path))] };
    }

    /// <summary>Lower is better; null when it does not fit: the name begins so, holds it, the path holds it, its letters stand in the path in order.</summary>
    internal static int? Rank(string path, string query)
    {
        if (query.Length == 0)
        {
            return path.Count(letter => letter == '/');
        }

        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        return name.StartsWith(query, StringComparison.OrdinalIgnoreCase) ? 0
            : name.Contains(query, StringComparison.OrdinalIgnoreCase) ? 1
            : path.Contains(query, StringComparison.OrdinalIgnoreCase) ? 2
            : Spread(name, query) ? 3
            : Spread(path, query) ? 4
            : null;
    }

    private static bool Spread(ReadOnlySpan<char> text, string query)
    {
        var found = 0;
        foreach (var letter in text)
        {
            if (char.ToUpperInvariant(letter) == char.ToUpperInvariant(query[found]) && ++found == query.Length)
            {
                return true;
            }
        }

        return false;
    }
}
