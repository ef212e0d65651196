using System.Globalization;
using System.Text.RegularExpressions;

namespace Homeport.Agents.Aider;

/// <summary>What a line of Aider's output means. It is text for people; only these lines have a form that its documentation shows.</summary>
internal abstract partial record AiderLine
{
    /// <summary>A file was changed: <c>Applied edit to src/app.py</c>.</summary>
    internal sealed record Edit(string Path) : AiderLine;

    /// <summary>Its changes were committed: <c>Commit 1a2b3c4 feat: add a greeting</c>.</summary>
    internal sealed record Commit(string Hash, string Message) : AiderLine;

    /// <summary>What a request used: <c>Tokens: 2.4k sent, 120 received. Cost: $0.0091 message, $0.02 session.</c></summary>
    internal sealed record Use(long Sent, long Received, double? Cost) : AiderLine;

    /// <summary>A request failed: <c>litellm.AuthenticationError: …</c>.</summary>
    internal sealed record Problem(string Words) : AiderLine;

    /// <summary>About Aider itself, before it says anything: <c>Aider v0.86.1</c>.</summary>
    internal sealed record Greeting(string? Version) : AiderLine;

    /// <summary>What it says.</summary>
    internal sealed record Text(string Words) : AiderLine;

    public static AiderLine Read(string line)
    {
        if (EditForm().Match(line) is { Success: true } edit)
        {
            return new Edit(edit.Groups["path"].Value);
        }

        if (CommitForm().Match(line) is { Success: true } commit)
        {
            return new Commit(commit.Groups["hash"].Value, commit.Groups["message"].Value);
        }

        if (UseForm().Match(line) is { Success: true } use)
        {
            return new Use(
                NumberOf(use.Groups["sent"].Value), NumberOf(use.Groups["received"].Value),
                double.TryParse(use.Groups["cost"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var cost) ? cost : null);
        }

        return ProblemForm().IsMatch(line) ? new Problem(line)
            : GreetingForm().Match(line) is { Success: true } greeting
                ? new Greeting(greeting.Groups["version"] is { Success: true } version ? version.Value : null)
            : new Text(line);
    }

    /// <summary><c>2.4k</c> as 2,400.</summary>
    private static long NumberOf(string text)
    {
        var scale = text[^1] switch
        {
            'k' => 1_000,
            'M' => 1_000_000,
            _ => 1,
        };
        return double.TryParse(text.TrimEnd('k', 'M').Replace(",", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? (long)Math.Round(number * scale)
            : 0;
    }

    [GeneratedRegex(@"^Applied edit to (?<path>.+)$")]
    private static partial Regex EditForm();

    [GeneratedRegex(@"^Commit (?<hash>[0-9a-f]{7,40}) (?<message>.+)$")]
    private static partial Regex CommitForm();

    [GeneratedRegex(@"^Tokens: (?<sent>[\d.,]+[kM]?) sent(?:, [\d.,]+[kM]? cache \w+)*, (?<received>[\d.,]+[kM]?) received\.(?: Cost: \$(?<cost>[\d.]+) message)?")]
    private static partial Regex UseForm();

    [GeneratedRegex(@"^(?:litellm\.\w*(?:Error|Exception)|Error: |The API provider )")]
    private static partial Regex ProblemForm();

    [GeneratedRegex(@"^(?:Aider v(?<version>\d[\w.]*)|(?:Main|Weak|Editor) model: |Model: |Git repo: |Repo-map: |Added .+ to the chat|Restored previous conversation history|Use /help |https://aider\.chat/)")]
    private static partial Regex GreetingForm();
}
