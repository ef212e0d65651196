using System.Globalization;
using System.Text;

namespace Homeport.Domain.Approvals;

/// <summary>Reads a command line once from left to right. What it does not know it refuses.</summary>
internal sealed class ShellReader(string text, int depth)
{
    private const int Deepest = 8;
    private const int MostParts = 100;

    /// <summary>Words that begin something else than a command, in some usual shell.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "if", "then", "else", "elif", "fi", "case", "esac", "for", "foreach", "end", "select", "while", "until", "do", "done", "in",
        "function", "repeat", "coproc", "[[", "]]", "!", "{", "}", "noglob", "nocorrect", "-",
    };

    private readonly List<ShellPart> _parts = [];
    private int _at;

    public IReadOnlyList<ShellPart> ReadAll()
    {
        Check(text);
        ReadList(inSubstitution: false);
        return _parts.Count > 0 ? _parts : throw new UnreadableShellException("it runs no command");
    }

    /// <summary>Characters that are not seen, or that turn around what is seen, would deceive whoever reads the pattern.</summary>
    private static void Check(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var isPlain = rune.Value is '\n' or '\t' or ' ' || (Rune.GetUnicodeCategory(rune) is not (
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.SpaceSeparator) && rune != Rune.ReplacementChar);
            if (!isPlain)
            {
                throw new UnreadableShellException($"it holds the invisible character U+{rune.Value:X4}");
            }
        }
    }

    /// <summary>Commands with what stands between them, until the text or the substitution ends.</summary>
    private void ReadList(bool inSubstitution)
    {
        var (mustFollow, isFed) = (false, false);
        while (true)
        {
            SkipBlanks(withLines: true);
            if (_at >= text.Length || (inSubstitution && text[_at] == ')'))
            {
                if (mustFollow || (inSubstitution && _at >= text.Length))
                {
                    throw new UnreadableShellException("it ends in the middle of a command");
                }

                return;
            }

            ReadPart(isFed);
            (mustFollow, isFed) = ReadOperator(inSubstitution);
        }
    }

    /// <summary>Whether a command must follow, and whether it is fed by the one before.</summary>
    private (bool MustFollow, bool IsFed) ReadOperator(bool inSubstitution)
    {
        if (_at >= text.Length || (inSubstitution && text[_at] == ')'))
        {
            return (false, false);
        }

        var two = _at + 1 < text.Length ? text.AsSpan(_at, 2) : default;
        if (two is "&&" or "||" or "|&")
        {
            _at += 2;
            return (true, two is "|&");
        }

        switch (text[_at++])
        {
            case '|':
                return (true, true);
            case ';' or '&':
                return At(0) is ';' or '&' or '|' ? throw new UnreadableShellException("an operator stands where a command is expected") : (false, false);
            case '\n':
                return (false, false);
            case var other:
                throw new UnreadableShellException($"'{other}' is not understood here");
        }
    }

    private void ReadPart(bool isFed)
    {
        var start = _at;
        var (redirects, sawWord) = (false, false);
        List<ShellWord> words = [];
        List<ShellWord> assignments = [];
        while (true)
        {
            SkipBlanks(withLines: false);
            if (ReadRedirection() is { } readsOrWrites)
            {
                (redirects, sawWord) = (redirects || readsOrWrites, true);
                continue;
            }

            if (_at >= text.Length || text[_at] is ';' or '&' or '|' or '\n' or ')')
            {
                break;
            }

            var reader = new ShellWordReader(text, _at, depth);
            var word = reader.Read();
            (_at, sawWord) = (reader.At, true);
            _parts.AddRange(reader.Substituted);
            if (words.Count == 0 && reader.IsAssignment)
            {
                assignments.Add(word);
            }
            else if (words.Count == 0 && reader.IsBare && word.Text is { } name && Reserved.Contains(name))
            {
                throw new UnreadableShellException($"'{name}' is more than a plain command");
            }
            else
            {
                words.Add(word);
            }
        }

        if (!sawWord)
        {
            throw new UnreadableShellException("an operator stands where a command is expected");
        }

        Add(new()
        {
            Source = text[start.._at].Trim(),
            Words = words,
            Assignments = assignments,
            Redirects = redirects,
            IsFed = isFed,
        });
    }

    private void Add(ShellPart part)
    {
        _parts.Add(part);
        if (_parts.Count > MostParts)
        {
            throw new UnreadableShellException($"it runs more than {MostParts} commands");
        }
    }

    /// <summary>Null when none stands here; else whether it touches a file.</summary>
    private bool? ReadRedirection()
    {
        var at = _at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        if (at == _at && At(0) == '&' && At(1) == '>')
        {
            at++;
        }

        if (at >= text.Length || text[at] is not ('<' or '>'))
        {
            return null;
        }

        var isIn = text[at++] == '<';
        if (isIn && at < text.Length && text[at] == '<')
        {
            throw new UnreadableShellException("it brings its input along (<<)");
        }

        if (at < text.Length && text[at] is '(')
        {
            throw new UnreadableShellException("it substitutes a process");
        }

        var duplicates = at < text.Length && text[at] == '&';
        if (at < text.Length && text[at] is '&' or '|' or '>')
        {
            at++;
        }

        _at = at;
        SkipBlanks(withLines: false);
        if (_at >= text.Length || text[_at] is ';' or '&' or '|' or '\n' or ')' or '<' or '>')
        {
            throw new UnreadableShellException("a redirection leads nowhere");
        }

        var reader = new ShellWordReader(text, _at, depth);
        var target = reader.Read();
        _at = reader.At;
        _parts.AddRange(reader.Substituted);
        return !(target.Text is "/dev/null" || (duplicates && target.Text is { Length: > 0 } to && to.All(letter => char.IsAsciiDigit(letter) || letter == '-')));
    }

    private void SkipBlanks(bool withLines)
    {
        while (_at < text.Length && (text[_at] is ' ' or '\t' || (withLines && text[_at] == '\n')))
        {
            _at++;
        }
    }

    private char At(int offset) => _at + offset < text.Length ? text[_at + offset] : '\0';

    /// <summary>The commands between <c>$(</c> and its end; <paramref name="at"/> moves behind it.</summary>
    public static IReadOnlyList<ShellPart> ReadSubstitution(string text, ref int at, int depth)
    {
        if (depth >= Deepest)
        {
            throw new UnreadableShellException("it is nested too deeply");
        }

        var reader = new ShellReader(text, depth + 1) { _at = at };
        reader.ReadList(inSubstitution: true);
        at = reader._at + 1;
        return reader._parts;
    }

    /// <summary>The commands of a text that stands in another.</summary>
    public static IReadOnlyList<ShellPart> ReadNested(string text, int depth) =>
        depth < Deepest ? new ShellReader(text, depth + 1).ReadAll() : throw new UnreadableShellException("it is nested too deeply");
}
