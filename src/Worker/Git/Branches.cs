using Homeport.Protocol;

namespace Homeport.Worker.Git;

/// <summary>Looks branches up by their exact names; nothing a person wrote is read as a revision expression.</summary>
internal sealed class Branches(GitProgram git)
{
    public const string Local = "refs/heads/";

    /// <exception cref="WorkerRefusedException">git does not allow the name.</exception>
    public async Task RequireNameAsync(string folder, string name, CancellationToken cancellationToken)
    {
        var isPlain = name.Length is > 0 and <= 244 && name[0] != '-' && !name.Contains("@{", StringComparison.Ordinal) && !name.Contains('\0');
        if (isPlain)
        {
            var answer = await git.TryAsync(
                new GitCall { Folder = folder, Arguments = ["check-ref-format", "--branch", name] }, cancellationToken);
            isPlain = answer.IsSuccess;
        }

        if (!isPlain)
        {
            throw new WorkerRefusedException(
                ErrorCodes.BranchInvalid,
                $"'{name}' cannot name a branch. Names have no spaces, '..', '~', '^', ':', '?', '*' or '[', and do not begin with '-'.");
        }
    }

    /// <summary>The commit a ref points at; null if there is no such ref.</summary>
    /// <param name="folder">Any folder of the repository.</param>
    /// <param name="reference">A full name such as <c>refs/heads/main</c>.</param>
    /// <param name="cancellationToken">Ends git.</param>
    public async Task<string?> FindAsync(string folder, string reference, CancellationToken cancellationToken)
    {
        var answer = await git.TryAsync(
            new GitCall { Folder = folder, Arguments = ["show-ref", "--verify", "--hash", "--", reference] }, cancellationToken);
        return answer.IsSuccess ? answer.Text : null;
    }

    /// <summary>The tip of a local branch.</summary>
    public async Task<string> RequireAsync(string folder, string name, CancellationToken cancellationToken) =>
        await FindAsync(folder, Local + name, cancellationToken) ?? throw new WorkerRefusedException(
            ErrorCodes.NotFound, $"There is no local branch '{name}' in {folder}. Make it with git branch, or choose another.");
}
