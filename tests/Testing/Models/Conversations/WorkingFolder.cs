using System.Text.RegularExpressions;

namespace Homeport.Testing.Models.Conversations;

/// <summary>Where the agent works, as far as its prompt says so: several agents insist on absolute paths.</summary>
internal static partial class WorkingFolder
{
    public static string Absolute(ModelRequest request, string path) =>
        Path.IsPathRooted(path) || Find(request) is not { } folder ? path : Path.Combine(folder, path);

    /// <summary>
    /// Samples: <c>Primary working directory: /home/me/my project</c> (Claude Code), <c>&lt;cwd&gt;/srv/x&lt;/cwd&gt;</c> (Codex),
    /// <c>Workspace Directories:\n  - /srv/x</c> (Gemini CLI), <c>Current working directory: /srv/x</c> (Copilot).
    /// </summary>
    private static string? Find(ModelRequest request)
    {
        var said = request.Turns.Where(turn => turn.Speaker == Speaker.User).SelectMany(turn => turn.Blocks).Prepend(request.System);
        // The last word holds: a session may go on in another folder.
        return said.Select(text => Sentence().Match(text)).LastOrDefault(match => match.Success) is { } match
            ? match.Groups["folder"].Value.TrimEnd(' ', '.', '`', '"', '\'', ')', '\r')
            : null;
    }

    [GeneratedRegex(
        @"(?:<cwd>|working directory|working in the directory|workspace directories|workspace root|\bcwd\b)[^/\w]{0,16}(?:is\W{1,4})?(?<folder>/[^\n<>]+)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Sentence();
}
