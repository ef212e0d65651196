using System.Text.RegularExpressions;
using Homeport.Domain.Races;
using Homeport.Protocol.Races;
using Homeport.Protocol.Services;

namespace Homeport.Host.Races;

/// <summary>What of a verification's output is kept: its last lines as plain text, and the tests that it counted.</summary>
internal static partial class VerificationOutput
{
    private const int MostLines = 60;
    private const int LongestLine = 400;

    public static RaceVerification With(this RaceVerification verification, ServiceLogResponse log)
    {
        var lines = Lines(log.Lines);
        return verification with
        {
            Output = [.. lines.TakeLast(MostLines).Select(static line => line.Length > LongestLine ? line[..LongestLine] + "…" : line)],
            Counts = TestSummary.Read(lines) is { } counts ? new VerificationCounts(counts.Passed, counts.Failed, counts.Skipped) : null,
        };
    }

    /// <summary>Without what the supervisor says, and the pieces of a long line as one again.</summary>
    private static List<string> Lines(IReadOnlyList<ServiceLogLine> log)
    {
        var lines = new List<string>();
        var isOpen = false;
        foreach (var piece in log.Where(static line => line.Source != ServiceLogSource.Supervisor))
        {
            var text = ControlSequence().Replace(piece.Text, "").TrimEnd('\r');
            if (isOpen)
            {
                lines[^1] += text;
            }
            else
            {
                lines.Add(text);
            }

            isOpen = piece.Continues;
        }

        return lines;
    }

    // ESC [ 31 m, ESC ] 0 ; title BEL, and lone control characters but the tab
    [GeneratedRegex(@"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b[@-_]|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f]", RegexOptions.CultureInvariant)]
    private static partial Regex ControlSequence();
}
