using Homeport.Domain;
using Homeport.Domain.Tasks;
using Homeport.Protocol.Git;
using Homeport.Protocol.Repositories;

namespace Homeport.Host.Repositories;

/// <summary>What a repository must be like to be added.</summary>
internal static class RepositoryChecks
{
    private const int LongestName = 100;
    private static readonly string[] Schemes = ["https", "ssh", "file"];

    public static Problem? Check(AddRepositoryRequest request)
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrWhiteSpace(request.Path) == string.IsNullOrWhiteSpace(request.RemoteUrl))
        {
            errors.Add(new FieldError("path", "Give either path or remoteUrl."));
        }

        if (request.Path?.Trim() is { Length: > 0 } path && (!Path.IsPathFullyQualified(path) || path.Contains('\0', StringComparison.Ordinal)))
        {
            errors.Add(new FieldError("path", "Must be an absolute path such as /home/ada/code/app."));
        }

        if (request.RemoteUrl?.Trim() is { Length: > 0 } url && !IsCloneable(url))
        {
            errors.Add(new FieldError("remoteUrl", "Must be an https, ssh or file URL, such as https://github.com/ada/app.git or git@github.com:ada/app.git."));
        }

        if (request.Name?.Trim().Length > LongestName)
        {
            errors.Add(new FieldError("name", $"Must have at most {LongestName} characters."));
        }

        if (request.DefaultBranch is { } branch && BranchName.WhatIsWrong(branch) is { } wrong)
        {
            errors.Add(new FieldError("defaultBranch", wrong));
        }

        return errors.Count == 0
            ? null
            : new Problem(ProblemCode.InvalidRequest, "The repository was not added; errors tells what to change.") { Errors = errors };
    }

    public static Problem? Check(InspectRepositoryResponse inspected, AddRepositoryRequest request)
    {
        if (inspected.IsBare)
        {
            return new Problem(
                ProblemCode.RepositoryInvalid, $"{inspected.TopLevel} is a bare repository, which has no files to work on. Add a clone of it.");
        }

        if (inspected.HeadCommit is null)
        {
            return new Problem(
                ProblemCode.RepositoryInvalid,
                $"{inspected.TopLevel} has no commit yet, so that there is nothing to start from. Commit something, or let Homeport make the first, empty commit.")
            {
                Facts = new Dictionary<string, string[]> { ["reason"] = ["no_commit"] },
            };
        }

        return request.DefaultBranch is null && inspected.DefaultBranch is null && inspected.HeadBranch is null
            ? new Problem(
                ProblemCode.RepositoryInvalid,
                $"{inspected.TopLevel} has no branch checked out and none called main or master. Say which branch is the default one.")
            {
                Facts = new Dictionary<string, string[]> { ["reason"] = ["no_default_branch"] },
            }
            : null;
    }

    /// <summary>The last part of a URL, without .git.</summary>
    public static string NameOf(string url)
    {
        var trimmed = url.TrimEnd('/');
        var name = trimmed[(trimmed.LastIndexOfAny(['/', ':']) + 1)..];
        return name.EndsWith(".git", StringComparison.OrdinalIgnoreCase) && name.Length > 4 ? name[..^4] : name;
    }

    /// <summary>A URL, or git's short form of ssh (user@host:path). Never something that git would take for an option or a helper.</summary>
    private static bool IsCloneable(string url)
    {
        if (url.StartsWith('-') || url.Contains("::", StringComparison.Ordinal) || url.Any(char.IsControl))
        {
            return false;
        }

        if (url.Contains("://", StringComparison.Ordinal))
        {
            return Uri.TryCreate(url, UriKind.Absolute, out var parsed) && Schemes.Contains(parsed.Scheme);
        }

        var colon = url.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < url.Length - 1 && url.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at < colon &&
            !url[..colon].Contains('/', StringComparison.Ordinal) && !url[(at + 1)..].StartsWith('-');
    }
}
