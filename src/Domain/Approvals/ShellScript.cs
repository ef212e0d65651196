namespace Homeport.Domain.Approvals;

/// <summary>
/// A command line, taken apart into the commands that it runs. Only what means the same to every usual shell is read; all else
/// makes the whole unreadable, with a reason, and is then nothing that a pattern could allow.
/// </summary>
/// <param name="Parts">The commands, in the order of the text, those of substitutions before the one that they stand in.</param>
/// <param name="Wrong">Why it cannot be read; null when it can.</param>
public sealed record ShellScript(IReadOnlyList<ShellPart> Parts, string? Wrong)
{
    /// <summary>The longest text that is taken apart.</summary>
    public const int Longest = 32 * 1024;

    public bool IsReadable => Wrong is null;

    public static ShellScript Read(string text)
    {
        if (text.Length > Longest)
        {
            return new([], "it is too long");
        }

        try
        {
            return new(new ShellReader(text, depth: 0).ReadAll(), null);
        }
        catch (UnreadableShellException exception)
        {
            return new([], exception.Message);
        }
    }
}

/// <summary>One command of a script.</summary>
public sealed record ShellPart
{
    /// <summary>As it was written.</summary>
    public required string Source { get; init; }

    /// <summary>The command and its arguments, without quotes; empty when the part only sets variables.</summary>
    public required IReadOnlyList<ShellWord> Words { get; init; }

    /// <summary>What stands before the command, such as <c>CI=1</c>.</summary>
    public required IReadOnlyList<ShellWord> Assignments { get; init; }

    /// <summary>It reads or writes a file by <c>&lt;</c> or <c>&gt;</c>, other than <c>/dev/null</c>.</summary>
    public required bool Redirects { get; init; }

    /// <summary>Its input is the output of the command before it.</summary>
    public required bool IsFed { get; init; }
}

/// <summary>A word after quotes are taken off.</summary>
/// <param name="Text">Null where it is known only when it runs: a variable, a substitution, a name with stars.</param>
public readonly record struct ShellWord(string? Text)
{
    public static readonly ShellWord Unknown = new(null);
}

/// <summary>The text holds something that is not read.</summary>
internal sealed class UnreadableShellException(string message) : Exception(message);
