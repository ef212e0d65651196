using System.Globalization;
using Homeport.Platform.Processes;
using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Protocol.Projects;

namespace Homeport.Worker.Git;

/// <summary>Searches the branches of a repository, newest commit first, a page at a time.</summary>
internal sealed class ListBranches(GitProgram git)
{
    private const string Remotes = "refs/remotes/";
    private const int MostItems = 500;

    private static readonly CommandLimits Large = new() { MaxOutputBytes = 256 * 1024 * 1024 };

    public async Task<ListBranchesResponse> RunAsync(FindBranchesRequest request, CancellationToken cancellationToken)
    {
        var folders = GitFolders.Of(request.RepositoryPath);
        var output = await git.RunAsync(
            new GitCall
            {
                Folder = folders.Top,
                Arguments =
                [
                    "for-each-ref", "--sort=refname", "--sort=-committerdate",
                    "--format=%(refname)%00%(objectname)%00%(committerdate:unix)%00%(HEAD)%00%(symref)%00%(subject)",
                    "refs/heads", "refs/remotes",
                ],
                Limits = Large,
            },
            "list the branches", cancellationToken);
        var limit = Math.Clamp(request.Limit, 1, MostItems);
        var found = output.Lines().Select(line => line.Split('\0')).Where(fields => fields.Length == 6 && fields[4].Length == 0)
            .Select(ViewOf)
            .Where(branch => string.IsNullOrEmpty(request.Query) || branch.Name.Contains(request.Query, StringComparison.OrdinalIgnoreCase))
            .Where(AfterCursor(request.Cursor))
            .Take(limit + 1).ToArray();
        var page = found.Take(limit).ToArray();
        return new ListBranchesResponse { Items = page, NextCursor = found.Length > limit ? CursorOf(page[^1]) : null };
    }

    private static BranchView ViewOf(string[] fields)
    {
        var isRemote = fields[0].StartsWith(Remotes, StringComparison.Ordinal);
        return new BranchView
        {
            Name = fields[0][(isRemote ? Remotes.Length : Branches.Local.Length)..],
            Commit = fields[1],
            CommittedAt = DateTimeOffset.FromUnixTimeSeconds(long.TryParse(fields[2], CultureInfo.InvariantCulture, out var at) ? at : 0),
            IsCurrent = fields[3] == "*",
            IsRemote = isRemote,
            Subject = fields[5],
        };
    }

    /// <summary>The place in the order, not a count, so that a branch made meanwhile shifts nothing: <c>1763614800 local main</c>.</summary>
    private static string CursorOf(BranchView branch) =>
        string.Create(CultureInfo.InvariantCulture, $"{branch.CommittedAt.ToUnixTimeSeconds()} {(branch.IsRemote ? "remote" : "local")} {branch.Name}");

    private static Func<BranchView, bool> AfterCursor(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return _ => true;
        }

        var parts = cursor.Split(' ', 3);
        if (parts.Length != 3 || !long.TryParse(parts[0], CultureInfo.InvariantCulture, out var at) || parts[1] is not ("local" or "remote"))
        {
            throw new WorkerRefusedException(ErrorCodes.InvalidRequest, $"'{cursor}' is no cursor of this list. Start without one.");
        }

        var place = (Remote: parts[1] == "remote", Name: parts[2]);
        return branch => branch.CommittedAt.ToUnixTimeSeconds() is var time && time < at
            || (time == at && (branch.IsRemote, branch.Name) is var own
                && (own.IsRemote != place.Remote ? own.IsRemote : string.CompareOrdinal(own.Name, place.Name) > 0));
    }
}
