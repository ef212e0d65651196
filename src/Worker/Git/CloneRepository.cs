using System.Globalization;
using Homeport.Platform.Processes;
using Homeport.Protocol;
using Homeport.Protocol.Git;
using Homeport.Worker.Browse;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Git;

/// <summary>Clones a URL into Homeport's own folder. Asked again for the same URL it answers the same folder.</summary>
internal sealed class CloneRepository(GitProgram git, WorktreeRoot root, AllowedRoots roots, RepositoryLocks locks, FolderMove move)
{
    private static readonly CommandLimits Patient = new() { Timeout = TimeSpan.FromMinutes(30) };

    public async Task<CloneRepositoryResponse> RunAsync(CloneRepositoryRequest request, CancellationToken cancellationToken)
    {
        var url = CloneSource.Require(request.Url, roots);
        var folder = Path.Combine(root.Repositories, GitNames.RequireFolderName(request.Name));
        using (await locks.EnterAsync(folder, cancellationToken))
        {
            if (Path.Exists(folder))
            {
                return await IsCloneOfAsync(folder, url, cancellationToken)
                    ? new CloneRepositoryResponse { Path = folder }
                    : throw new WorkerRefusedException(ErrorCodes.Conflict, $"{folder} exists already and is no clone of {CloneSource.WithoutSecret(url)}. Choose another name.");
            }

            await CloneAsync(url, folder, cancellationToken);
            return new CloneRepositoryResponse { Path = folder };
        }
    }

    private async Task CloneAsync(string url, string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(root.Repositories);
        var part = Path.Combine(
            root.Repositories, string.Create(CultureInfo.InvariantCulture, $".{Path.GetFileName(folder)}-{git.Time.GetUtcNow().ToUnixTimeMilliseconds()}.cloning"));
        try
        {
            var output = await git.TryAsync(
                new GitCall { Folder = root.Repositories, Arguments = ["clone", "--quiet", "--", url, part], IsRead = false, Limits = Patient },
                cancellationToken);
            if (!output.IsSuccess)
            {
                throw new WorkerRefusedException(
                    ErrorCodes.Unavailable,
                    $"{CloneSource.WithoutSecret(url)} could not be cloned: {output.Complaint()} See that git clone works in a terminal without asking for a password.");
            }

            Directory.Move(part, folder);
        }
        finally
        {
            if (Directory.Exists(part))
            {
                await move.RemoveAsync(part, CancellationToken.None);
            }
        }
    }

    private async Task<bool> IsCloneOfAsync(string folder, string url, CancellationToken cancellationToken)
    {
        var output = GitFolders.TryOf(folder) is null
            ? null
            : await git.TryAsync(new GitCall { Folder = folder, Arguments = ["config", "--get", "remote.origin.url"] }, cancellationToken);
        return output?.Text == url;
    }
}
