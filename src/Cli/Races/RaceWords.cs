using System.Globalization;
using Homeport.Cli.Tasks;
using Homeport.Protocol.Races;

namespace Homeport.Cli.Races;

/// <summary>Races in words for a person.</summary>
internal static class RaceWords
{
    /// <summary>What tells one runner from the others: <c>claude_code:opus, plan</c>.</summary>
    public static string Profile(RaceProfile profile) => string.Join(
        ", ",
        new[]
        {
            profile.Model is { } model ? $"{profile.AgentType}:{model}" : profile.AgentType,
            profile.PermissionMode is null or Protocol.Tasks.PermissionMode.Ask ? null : TaskWords.Word(profile.PermissionMode.Value.ToString()),
            profile.Isolation is null or Protocol.Tasks.Isolation.Worktree ? null : TaskWords.Word(profile.Isolation.Value.ToString()),
        }.OfType<string>());

    public static string Verification(RaceVerification? verification)
    {
        if (verification is null)
        {
            return "";
        }

        var result = (verification.State, verification.Counts) switch
        {
            (VerificationState.Passed or VerificationState.Failed, { } counts) => string.Create(
                CultureInfo.InvariantCulture, $"{TaskWords.Word(verification.State.ToString())}: {counts.Passed} passed, {counts.Failed} failed"),
            (VerificationState.Failed, _) => verification.ExitCode is { } code
                ? string.Create(CultureInfo.InvariantCulture, $"failed: exit code {code}")
                : string.Create(CultureInfo.InvariantCulture, $"failed: signal {verification.ExitSignal}"),
            _ => TaskWords.Word(verification.State.ToString()),
        };
        return verification.Stale == true ? $"{result} (stale)" : result;
    }

    public static string Seconds(double seconds) => seconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.#} min");
}
