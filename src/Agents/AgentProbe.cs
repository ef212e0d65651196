using System.Text.RegularExpressions;
using Homeport.Protocol.Agents;

namespace Homeport.Agents;

/// <summary>How a worker finds out whether an agent is there and has a login. Data only: the worker looks.</summary>
public sealed partial record AgentProbe
{
    /// <summary>Names to look for in PATH, the best first. Empty: nothing has to be installed.</summary>
    public IReadOnlyList<string> Executables { get; init; } = [];

    /// <summary>Further programs that it cannot do without.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>The program of which the version is told, when it is not the one that is started.</summary>
    public string? VersionOf { get; init; }

    /// <summary>What to call the executable with to hear its version.</summary>
    public IReadOnlyList<string> VersionArguments { get; init; } = ["--version"];

    /// <summary>The oldest version that we can speak to; null when that is not known.</summary>
    public string? OldestVersion { get; init; }

    /// <summary>What to do when it is not there: the exact command.</summary>
    public string? InstallStep { get; init; }

    /// <summary>The exact command that logs in; a person runs it in a terminal.</summary>
    public string? LoginCommand { get; init; }

    /// <summary>What to call the executable with to hear whether it has a login: it ends with 0 when it has. Null when it offers no such thing.</summary>
    public IReadOnlyList<string>? LoginCheck { get; init; }

    /// <summary>Variables of which each shows a login when it is set and not empty.</summary>
    public IReadOnlyList<string> LoginEnvironment { get; init; } = [];

    /// <summary>Files of which each shows a login when it exists. They are never opened.</summary>
    public IReadOnlyList<LoginFile> LoginFiles { get; init; } = [];

    /// <summary>What it means when none of these is found.</summary>
    public AgentLogin WithoutEvidence { get; init; } = AgentLogin.Unknown;

    /// <summary>What to do when there is no login: the exact command, or the variable to set.</summary>
    public string? LoginStep { get; init; }

    /// <summary>The version in what the executable printed, such as <c>2.1.328</c>; null when there is none in it.</summary>
    public static string? ParseVersion(string output) =>
        VersionNumber().Match(output) is { Success: true } match ? match.Value : null;

    /// <summary>Judges the login by variables and by which files exist.</summary>
    /// <param name="environment">The value of a variable, null when it is not set.</param>
    /// <param name="home">The user's home folder.</param>
    /// <param name="exists">Whether there is a file at an absolute path.</param>
    public AgentLogin JudgeLogin(Func<string, string?> environment, string home, Func<string, bool> exists) =>
        LoginEnvironment.Any(name => !string.IsNullOrEmpty(environment(name))) ||
        LoginFiles.Any(file => exists(file.Resolve(environment, home)))
            ? AgentLogin.LoggedIn
            : WithoutEvidence;

    /// <summary>Whether an installed version is too old to be spoken to.</summary>
    public bool IsTooOld(string? version) =>
        version is not null && OldestVersion is not null && VersionRange.Compare(version, OldestVersion) < 0;

    [GeneratedRegex(@"\d+\.\d+(\.\d+)*(-[0-9A-Za-z.-]+)?")]
    private static partial Regex VersionNumber();
}

/// <summary>A file that shows a login.</summary>
/// <param name="Folder">The folder below home, such as <c>.codex</c>.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Variable">The variable that names another folder in place of it, such as <c>CODEX_HOME</c>.</param>
public sealed record LoginFile(string Folder, string Name, string? Variable = null)
{
    /// <summary>The absolute path to look at.</summary>
    public string Resolve(Func<string, string?> environment, string home) =>
        Variable is not null && environment(Variable) is { Length: > 0 } folder
            ? Path.Combine(folder, Name)
            : Path.Combine(home, Folder, Name);
}
