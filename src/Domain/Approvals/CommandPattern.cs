namespace Homeport.Domain.Approvals;

/// <summary>
/// A rule's words for commands. An allowance is compared narrowly: the same words, nothing that could mean another thing. A
/// denial is compared widely: also behind <c>sudo</c> and the like, and by the last step of a path.
/// </summary>
internal sealed class CommandPattern
{
    private readonly string _text;
    private readonly bool _isPrefix;
    private readonly ShellPart? _part;
    private readonly string[] _words;

    private CommandPattern(PatternKind kind, string text)
    {
        _isPrefix = kind == PatternKind.Prefix;
        _text = text;
        var script = ShellScript.Read(_isPrefix ? WithoutStar(text) : text);
        _part = script is { IsReadable: true, Parts: [{ Redirects: false, Words.Count: > 0 } part] } &&
            part.Words.Concat(part.Assignments).All(word => word.Text is not null)
                ? part
                : null;
        _words = _part is null ? [] : [.. _part.Words.Select(word => word.Text!)];
    }

    /// <summary>Null where the rule's pattern is not about commands.</summary>
    public static CommandPattern? Of(PermissionRule rule) =>
        rule.Kind is PatternKind.Exact or PatternKind.Prefix ? new(rule.Kind, rule.Pattern) : null;

    /// <summary>What is wrong with a pattern, in a sentence; null when it is fine.</summary>
    public static string? WhatIsWrong(PatternKind kind, string text, bool allows)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "Write the command.";
        }

        if (kind == PatternKind.Exact)
        {
            return null;
        }

        var pattern = new CommandPattern(kind, text);
        return pattern switch
        {
            { _part: null } => "A pattern is one plain command, such as 'npm test *': no operators, redirections, variables, or stars before the end.",
            _ when allows && pattern.IsTooWide() =>
                $"'{pattern._words[0]}' runs whatever follows it, so a pattern of it would allow anything. Keep the exact command, or name the script too.",
            _ => null,
        };
    }

    /// <summary><c>npm test *</c> is <c>npm test</c> and whatever follows.</summary>
    public static string WithoutStar(string text) => text.Trim() is var trimmed && trimmed.EndsWith(" *", StringComparison.Ordinal) ? trimmed[..^2].TrimEnd() : trimmed;

    /// <summary>The whole command line is this text.</summary>
    public bool Is(string commandLine) => !_isPrefix && _text == commandLine;

    /// <summary>Whether it surely covers a command.</summary>
    public bool Allows(ShellPart part)
    {
        if (_part is null || part.Redirects || !part.Assignments.SequenceEqual(_part.Assignments) || (_isPrefix && IsTooWide()) ||
            part.Words.Count < _words.Length || (!_isPrefix && part.Words.Count > _words.Length) ||
            (part.IsFed && ShellPrograms.IsInterpreter(_words[0])))
        {
            return false;
        }

        for (var index = 0; index < _words.Length; index++)
        {
            if (part.Words[index].Text != _words[index])
            {
                return false;
            }
        }

        return part.Words.Skip(_words.Length).All(word => word.Text is not { } text || IsHarmless(text));
    }

    /// <summary>Whether it may cover a command, wherever in it.</summary>
    public Certainty Denies(ShellPart part)
    {
        if (_part is null || part.Words.Count == 0)
        {
            return Certainty.No;
        }

        var found = DeniesAt(part.Words, 0);
        var deeper = part.Words[0].Text is { } program && (ShellPrograms.IsWrapper(program) || IsFindAction(part));
        for (var index = 1; deeper && index < part.Words.Count && found != Certainty.Yes; index++)
        {
            found = (Certainty)Math.Max((int)found, (int)DeniesAt(part.Words, index));
        }

        return found;
    }

    /// <summary>Options between the words do not hide what is denied: <c>git -C folder push</c> pushes.</summary>
    private Certainty DeniesAt(IReadOnlyList<ShellWord> words, int start)
    {
        var (found, at, isAfterOption) = (Certainty.Yes, start, false);
        for (var index = 0; index < _words.Length; at++)
        {
            if (at >= words.Count)
            {
                return Certainty.No;
            }

            if (words[at].Text is not { } word)
            {
                return Certainty.Maybe; // also nothing at all, or several words
            }

            if (index == 0 ? IsSameProgram(word, _words[0]) : word == _words[index])
            {
                (index, isAfterOption) = (index + 1, false);
            }
            else if (index > 0 && word.StartsWith('-'))
            {
                isAfterOption = true;
            }
            else if (isAfterOption)
            {
                (found, isAfterOption) = (Certainty.Maybe, false); // the option's value, as it seems
            }
            else
            {
                return Certainty.No;
            }
        }

        return _isPrefix || at == words.Count ? found
            : words.Skip(at).All(word => word.Text is null) ? Certainty.Maybe
            : Certainty.No;
    }

    private static bool IsSameProgram(string asked, string meant) => string.Equals(
        meant.Contains('/') ? asked : ShellPrograms.NameOf(asked), meant, StringComparison.OrdinalIgnoreCase);

    private static bool IsFindAction(ShellPart part) =>
        part.Words.Skip(1).Any(word => word.Text is { } text && ShellPrograms.IsAction(part.Words[0].Text!, text));

    /// <summary>Text that a program could itself read as a command is not what a star was meant for.</summary>
    private bool IsHarmless(string argument) =>
        !argument.Contains("$(", StringComparison.Ordinal) && !argument.Contains('`') && !ShellPrograms.IsAction(_words[0], argument);

    private bool IsTooWide()
    {
        if (ShellPrograms.IsWrapper(_words[0]))
        {
            return true;
        }

        return ShellPrograms.IsInterpreter(_words[0]) && _words switch
        {
            [_] => true,
            [_, "-m", _, ..] => ShellPrograms.IsShell(_words[0]),
            [_, var next, ..] => next.StartsWith('-'),
            [] => true,
        };
    }
}
