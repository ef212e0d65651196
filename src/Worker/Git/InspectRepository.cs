using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Worker.Browse;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Git;

/// <summary>Says what git knows of a folder, or clearly why it cannot be used.</summary>
internal sealed class InspectRepository(GitProgram git, WorktreeRoot root, AllowedRoots roots, RepositoryLocks locks)
{
    private readonly Branches _branches = new(git);

    public async Task<InspectRepositoryResponse> RunAsync(InspectRepositoryRequest request, CancellationToken cancellationToken)
    {
        var path = RequireFolder(request.Path);
        var folders = await FindAsync(path, cancellationToken);
        if (!roots.Allows(folders.Top) && !RealPath.IsWithin(folders.Top, root.Repositories))
        {
            roots.Require(folders.Top); // says where it may look
        }

        RefuseOurOwn(folders);
        if (await _branches.FindAsync(folders.Top, "HEAD", cancellationToken) is null && !await HasCommitsAsync(folders.Top, cancellationToken))
        {
            await MakeFirstCommitAsync(folders, request.CreateInitialCommit, cancellationToken);
        }

        return await DescribeAsync(folders, cancellationToken);
    }

    private string RequireFolder(string path)
    {
        // clones that Homeport made lie in its own folder, wherever that is
        var real = Path.IsPathFullyQualified(path) && !path.Contains('\0') && RealPath.IsWithin(Path.GetFullPath(path), root.Repositories)
            ? RealPath.Of(path)
            : null;
        path = real is not null && RealPath.IsWithin(real, root.Repositories) ? real : roots.Require(path);
        if (Directory.Exists(path))
        {
            return path;
        }

        throw File.Exists(path)
            ? new WorkerRefusedException(ErrorCodes.RepositoryInvalid, $"{path} is a file. Choose the folder of a git repository.")
            : new WorkerRefusedException(ErrorCodes.NotFound, $"There is no folder {path}. Check the spelling, or clone the repository first.");
    }

    private async Task<GitFolders> FindAsync(string path, CancellationToken cancellationToken)
    {
        var output = await git.TryAsync(
            new GitCall { Folder = path, Arguments = ["rev-parse", "--is-bare-repository", "--is-inside-git-dir", "--absolute-git-dir"] }, cancellationToken);
        if (!output.IsSuccess)
        {
            throw output.Error.Contains("dubious ownership", StringComparison.Ordinal)
                ? new WorkerRefusedException(
                    ErrorCodes.RepositoryInvalid, $"{path} belongs to another user, and git refuses to work there. If you trust it, run: git config --global --add safe.directory '{path}'")
                : new WorkerRefusedException(ErrorCodes.RepositoryInvalid, $"{path} is no git repository. Choose another folder, or run git init there first.");
        }

        var lines = output.Text.Split('\n', 3);
        if (lines[0] == "true")
        {
            return GitFolders.Of(RealPath.Of(lines[2]));
        }

        if (lines[1] == "true")
        {
            throw new WorkerRefusedException(ErrorCodes.RepositoryInvalid, $"{path} is inside a repository's .git folder. Choose the folder above it.");
        }

        var top = await git.RunAsync(new GitCall { Folder = path, Arguments = ["rev-parse", "--show-toplevel"] }, "find the repository's top", cancellationToken);
        return GitFolders.Of(RealPath.Of(top.Text));
    }

    private void RefuseOurOwn(GitFolders folders)
    {
        if (WorktreeMarker.TryRead(folders.Private) is not null || RealPath.IsWithin(folders.Top, root.Worktrees) || RealPath.IsWithin(folders.Top, root.Trash))
        {
            throw new WorkerRefusedException(
                ErrorCodes.RepositoryInvalid, $"{folders.Top} is a worktree that Homeport made for a task. Choose the repository it belongs to: {Path.GetDirectoryName(folders.Common)}.");
        }
    }

    private async Task<bool> HasCommitsAsync(string folder, CancellationToken cancellationToken)
    {
        var output = await git.TryAsync(
            new GitCall { Folder = folder, Arguments = ["for-each-ref", "--count=1", "--format=%(objectname)", "refs/heads", "refs/remotes"] }, cancellationToken);
        return output.Text.Length > 0;
    }

    private async Task MakeFirstCommitAsync(GitFolders folders, bool isAsked, CancellationToken cancellationToken)
    {
        if (!isAsked)
        {
            throw new WorkerRefusedException(
                ErrorCodes.RepositoryInvalid, $"{folders.Top} has no commit yet, and a task needs one to start from. Commit something, or let Homeport make a first, empty commit.");
        }

        using (await locks.EnterAsync(folders.Common, cancellationToken))
        {
            var identity = await CommitIdentity.OfAsync(git, folders.Top, cancellationToken);
            var tree = await git.RunAsync(new GitCall { Folder = folders.Top, Arguments = ["mktree"], IsRead = false }, "write an empty tree", cancellationToken);
            var commit = await git.RunAsync(
                new GitCall
                {
                    Folder = folders.Top,
                    Arguments = ["commit-tree", tree.Text, .. identity.IsSigned ? (string[])["-S"] : []],
                    Input = "First commit\n"u8.ToArray(),
                    Environment = identity.Environment,
                    IsRead = false,
                },
                "make the first commit", cancellationToken);
            await git.RunAsync(
                new GitCall { Folder = folders.Top, Arguments = ["update-ref", "HEAD", commit.Text, new string('0', commit.Text.Length)], IsRead = false },
                "make the first commit", cancellationToken);
        }
    }

    private async Task<InspectRepositoryResponse> DescribeAsync(GitFolders folders, CancellationToken cancellationToken)
    {
        var isBare = folders.Top == folders.Common;
        var head = await _branches.FindAsync(folders.Top, "HEAD", cancellationToken);
        var symbolic = await git.TryAsync(new GitCall { Folder = folders.Top, Arguments = ["symbolic-ref", "--quiet", "--short", "HEAD"] }, cancellationToken);
        var branch = symbolic.IsSuccess ? symbolic.Text : null;
        var status = isBare ? null : await WorktreeStatus.ReadAsync(git, folders.Top, refreshesIndex: false, cancellationToken);
        return new InspectRepositoryResponse
        {
            TopLevel = folders.Top,
            IsBare = isBare,
            HeadBranch = branch,
            HeadCommit = head,
            DefaultBranch = await DefaultBranchAsync(folders.Top, branch, cancellationToken),
            RemoteUrl = await RemoteUrlAsync(folders.Top, cancellationToken),
            IsDirty = status?.HasUncommitted ?? false,
        };
    }

    private async Task<string?> DefaultBranchAsync(string folder, string? headBranch, CancellationToken cancellationToken)
    {
        const string Origin = "refs/remotes/origin/";
        var remote = await git.TryAsync(new GitCall { Folder = folder, Arguments = ["symbolic-ref", "--quiet", Origin + "HEAD"] }, cancellationToken);
        if (remote.IsSuccess && remote.Text.StartsWith(Origin, StringComparison.Ordinal))
        {
            return remote.Text[Origin.Length..];
        }

        foreach (var name in (string[])["main", "master"])
        {
            if (await _branches.FindAsync(folder, Branches.Local + name, cancellationToken) is not null)
            {
                return name;
            }
        }

        return headBranch;
    }

    /// <summary>Without a user name and password, which some people keep in it.</summary>
    private async Task<string?> RemoteUrlAsync(string folder, CancellationToken cancellationToken)
    {
        var output = await git.TryAsync(new GitCall { Folder = folder, Arguments = ["config", "--get", "remote.origin.url"] }, cancellationToken);
        return output.IsSuccess && output.Text.Length > 0 ? CloneSource.WithoutSecret(output.Text) : null;
    }
}
