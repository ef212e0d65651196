using System.Globalization;
using Homeport.Protocol.Git;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Git;

/// <summary>Says what a merge would meet. Writes nothing into the repository.</summary>
internal sealed class PreviewMerge(GitProgram git, WorktreeRoot root, MergeSides sides)
{
    private readonly TargetBranch _target = new(git);

    public async Task<TryMergeResponse> RunAsync(TryMergeRequest request, CancellationToken cancellationToken)
    {
        var repository = GitFolders.Of(request.RepositoryPath);
        var (branch, target) = await sides.RequireAsync(repository.Top, request.Branch, request.TargetBranch, cancellationToken);
        var counting = CountAsync(repository.Top, target, branch, cancellationToken);
        var folders = GitFolders.TryOf(request.WorktreePath);
        var reason = await WhyNotMovableAsync(repository.Top, request.TargetBranch, cancellationToken);
        IReadOnlyList<string> conflicts;
        var uncommitted = 0;
        if (folders is null)
        {
            conflicts = (await new MergedTrees(git, repository.Top, Scratch(repository)).JoinTreesAsync(target, branch, cancellationToken)).Conflicts;
        }
        else
        {
            var status = await WorktreeStatus.ReadAsync(git, folders.Top, refreshesIndex: false, cancellationToken);
            uncommitted = status.HasUncommitted ? 1 : 0;
            reason = MergeSides.WhyNotOnBranch(folders, status, request.Branch) ?? reason;
            conflicts = status.Conflicts.Any() ? [.. status.Conflicts] : await sides.TryAsync(folders, request.TargetBranch, cancellationToken);
        }

        var (behind, ahead) = await counting;
        ahead += uncommitted;
        reason = (conflicts.Count, ahead) switch
        {
            ( > 0, _) => MergeSides.Conflict(request.Branch, request.TargetBranch, conflicts).Message,
            (_, 0) => $"'{request.TargetBranch}' has everything of '{request.Branch}' already.",
            _ => reason,
        };
        return new TryMergeResponse { CanMerge = reason is null, Reason = reason, Conflicts = conflicts, Ahead = ahead, Behind = behind };
    }

    private Dictionary<string, string> Scratch(GitFolders repository)
    {
        var scratch = Path.Combine(root.ScratchOf(repository.Top), "preview");
        Directory.CreateDirectory(scratch);
        return new PrivateIndex(repository, Path.Combine(scratch, "index")) { ScratchObjects = scratch }.Environment;
    }

    private async Task<string?> WhyNotMovableAsync(string folder, string target, CancellationToken cancellationToken)
    {
        try
        {
            await _target.RequireMovableAsync(folder, target, cancellationToken);
            return null;
        }
        catch (WorkerRefusedException refused)
        {
            return refused.Message;
        }
    }

    private async Task<(int Behind, int Ahead)> CountAsync(string folder, string target, string branch, CancellationToken cancellationToken)
    {
        var output = await git.RunAsync(
            new GitCall { Folder = folder, Arguments = ["rev-list", "--left-right", "--count", $"{target}...{branch}", "--"] },
            "count the commits", cancellationToken);
        var counts = output.Text.Split('\t').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return (counts[0], counts[1]);
    }
}
