using Homeport.Domain;
using Homeport.Protocol.Projects;

namespace Homeport.Host.Projects;

/// <summary>What scripts and patterns of a project may hold.</summary>
internal static class ScriptChecks
{
    private const int LongestScript = 20_000;
    private const int MostPatterns = 100;
    private const int LongestPattern = 300;
    private const int ShortestTimeout = 10;
    private const int LongestTimeout = 3_600;

    public static void Check(ProjectScripts? scripts, List<FieldError> errors)
    {
        if (scripts is null)
        {
            return;
        }

        CheckScript(scripts.Setup, "scripts/setup", errors);
        CheckScript(scripts.Cleanup, "scripts/cleanup", errors);
        CheckScript(scripts.Verify, "scripts/verify", errors);
        CheckTimeout(scripts.SetupTimeoutSeconds, "scripts/setupTimeoutSeconds", errors);
        CheckTimeout(scripts.VerifyTimeoutSeconds, "scripts/verifyTimeoutSeconds", errors);
        CheckPatterns(scripts.CopyIgnored, "scripts/copyIgnored", errors);
    }

    public static void CheckPatterns(IReadOnlyList<string>? patterns, string path, List<FieldError> errors)
    {
        if (patterns?.Count > MostPatterns)
        {
            errors.Add(new FieldError(path, $"Must have at most {MostPatterns} patterns."));
        }

        for (var index = 0; index < Math.Min(patterns?.Count ?? 0, MostPatterns); index++)
        {
            if (WhatIsWrong(patterns![index]) is { } wrong)
            {
                errors.Add(new FieldError($"{path}/{index}", wrong));
            }
        }
    }

    /// <summary>Without what is empty, so that a project says "nothing" in one way.</summary>
    public static ProjectScripts Tidy(ProjectScripts scripts) => new()
    {
        Setup = OrNull(scripts.Setup),
        SetupTimeoutSeconds = scripts.SetupTimeoutSeconds,
        Cleanup = OrNull(scripts.Cleanup),
        Verify = OrNull(scripts.Verify),
        VerifyTimeoutSeconds = scripts.VerifyTimeoutSeconds,
        CopyIgnored = [.. (scripts.CopyIgnored ?? []).Select(pattern => pattern.Trim()).Where(pattern => pattern.Length > 0)],
    };

    public static void CheckTimeout(int? seconds, string path, List<FieldError> errors)
    {
        if (seconds is < ShortestTimeout or > LongestTimeout)
        {
            errors.Add(new FieldError(path, $"Must be {ShortestTimeout} to {LongestTimeout} seconds."));
        }
    }

    public static void CheckScript(string? script, string path, List<FieldError> errors)
    {
        if (script?.Length > LongestScript)
        {
            errors.Add(new FieldError(path, $"Must have at most {LongestScript} characters. Put a longer one into a file of the repository and call it."));
        }
        else if (script?.Contains('\0', StringComparison.Ordinal) == true)
        {
            errors.Add(new FieldError(path, "Must not contain a NUL character."));
        }
    }

    private static string? WhatIsWrong(string pattern)
    {
        if (pattern.Length > LongestPattern)
        {
            return $"Must have at most {LongestPattern} characters.";
        }

        if (pattern.Any(char.IsControl))
        {
            return "Must be one line without control characters.";
        }

        var glob = pattern.Trim().TrimStart('!');
        if (glob.StartsWith('/') || glob.StartsWith('~'))
        {
            return "Must be relative to the repository, such as .env or config/*.local.json. Write ./.env for the one at the top alone.";
        }

        if (glob.Split('/').Contains("..", StringComparer.Ordinal))
        {
            return "Must not contain '..': only what lies in the repository is copied.";
        }

        return glob.Length == 0 && pattern.Contains('!', StringComparison.Ordinal) ? "Must name something after the '!'." : null;
    }

    private static string? OrNull(string? script) => string.IsNullOrWhiteSpace(script) ? null : script.ReplaceLineEndings("\n");
}
