namespace Homeport.Worker.Git;

/// <summary>Who signs commits. The repository's own configuration decides; only where it says nothing do we.</summary>
internal static class CommitIdentity
{
    private const string Name = "Homeport";
    private const string Email = "homeport@localhost";

    /// <summary>For commits that are ours and not the person's: snapshots.</summary>
    /// <param name="at">Author and committer date.</param>
    public static Dictionary<string, string> Ours(DateTimeOffset at)
    {
        var date = string.Create(null, $"@{at.ToUnixTimeSeconds()} +0000");
        return new(StringComparer.Ordinal)
        {
            ["GIT_AUTHOR_NAME"] = Name,
            ["GIT_AUTHOR_EMAIL"] = Email,
            ["GIT_AUTHOR_DATE"] = date,
            ["GIT_COMMITTER_NAME"] = Name,
            ["GIT_COMMITTER_EMAIL"] = Email,
            ["GIT_COMMITTER_DATE"] = date,
        };
    }

    /// <summary>What must be added to the environment so that a commit here has an author, and whether it is to be signed.</summary>
    public static async Task<Signature> OfAsync(GitProgram git, string folder, CancellationToken cancellationToken)
    {
        var answer = await git.TryAsync(
            new GitCall
            {
                Folder = folder,
                Arguments = ["config", "-z", "--get-regexp", "^((user|author|committer)\\.(name|email)|commit\\.gpgsign)$"],
            },
            cancellationToken);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in answer.Fields())
        {
            var parts = entry.Split('\n', 2); // "user.name\nAda"; a later file overrides an earlier one
            settings[parts[0]] = parts.Length == 2 ? parts[1] : "true";
        }

        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var role in (string[])["author", "committer"])
        {
            AddMissing(environment, settings, role, "name", Name);
            AddMissing(environment, settings, role, "email", Email);
        }

        var isSigned = settings.GetValueOrDefault("commit.gpgsign")?.ToLowerInvariant() is "true" or "yes" or "on" or "1";
        return new Signature(environment, isSigned);
    }

    private static void AddMissing(
        Dictionary<string, string> environment, Dictionary<string, string> settings, string role, string what, string value)
    {
        var isConfigured = settings.GetValueOrDefault($"user.{what}") is { Length: > 0 } || settings.GetValueOrDefault($"{role}.{what}") is { Length: > 0 };
        if (!isConfigured)
        {
            environment[$"GIT_{role.ToUpperInvariant()}_{what.ToUpperInvariant()}"] = value;
        }
    }
}

/// <param name="Environment">Empty where the repository has an identity of its own.</param>
/// <param name="IsSigned">The person wants every commit signed.</param>
internal sealed record Signature(IReadOnlyDictionary<string, string> Environment, bool IsSigned);
