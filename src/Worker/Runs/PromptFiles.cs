using System.Text;
using System.Text.RegularExpressions;
using Homeport.Agents;
using Homeport.Platform.Files;

namespace Homeport.Worker.Runs;

/// <summary>The files of a worktree that a prompt names as <c>@path</c>; agents that take them get them beside the words.</summary>
internal static partial class PromptFiles
{
    private const int Most = 20;
    private const int LongestText = 64 * 1024;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>In the order in which they are named, each once. What is no file there is only a word.</summary>
    public static IReadOnlyList<PromptFile> Find(string prompt, string worktreePath)
    {
        List<PromptFile> files = [];
        using var directory = prompt.Contains('@', StringComparison.Ordinal) ? GuardedDirectory.Open(worktreePath) : null;
        if (directory is null)
        {
            return files;
        }

        foreach (var name in Mention().Matches(prompt).Select(match => match.Groups["path"].Value.TrimEnd('.')).Distinct(StringComparer.Ordinal))
        {
            if (files.Count < Most && TryRead(directory, name, out var text))
            {
                files.Add(new(Path.Combine(worktreePath, name), name, text));
            }
        }

        return files;
    }

    /// <param name="directory">The worktree.</param>
    /// <param name="name">A path below it.</param>
    /// <param name="text">Null when it is long or no text.</param>
    private static bool TryRead(GuardedDirectory directory, string name, out string? text)
    {
        text = null;
        try
        {
            using var file = directory.OpenRead(name);
            if (file.Length <= LongestText)
            {
                var bytes = new byte[file.Length];
                file.ReadExactly(bytes);
                text = bytes.Contains((byte)0) ? null : Strict.GetString(bytes);
            }

            return true;
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (DecoderFallbackException)
        {
            return true;
        }
    }

    /// <summary>Not in the middle of a word, as in an address; a line number behind <c>#</c> or <c>:</c> is not part of it.</summary>
    [GeneratedRegex("""(?<![\w/.@])@(?<path>[^\s@#:,;!?"'`()\[\]{}<>]+)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mention();
}
