using System.Text;

namespace Homeport.Domain.Approvals;

/// <summary>Reads one word: takes quotes off, and tells what is not known before it runs.</summary>
internal sealed class ShellWordReader(string text, int start, int depth)
{
    private readonly int _start = start;
    private readonly StringBuilder _word = new();
    private readonly List<ShellPart> _substituted = [];
    private bool _isUnknown;
    private bool _isQuoted;
    private int _equals = -1;

    /// <summary>Behind the word.</summary>
    public int At { get; private set; } = start;

    /// <summary>The commands that run to make it.</summary>
    public IReadOnlyList<ShellPart> Substituted => _substituted;

    /// <summary>Nothing in it was quoted.</summary>
    public bool IsBare => !_isQuoted;

    /// <summary>It begins as <c>NAME=</c>.</summary>
    public bool IsAssignment => _equals > 0;

    public ShellWord Read()
    {
        while (At < text.Length && !IsEnd(text[At]))
        {
            ReadOne();
        }

        return _isUnknown ? ShellWord.Unknown : new(_word.ToString());
    }

    private static bool IsEnd(char letter) => letter is ' ' or '\t' or '\n' or ';' or '&' or '|' or '<' or '>' or ')';

    private void ReadOne()
    {
        var letter = text[At];
        switch (letter)
        {
            case '\\':
                Escape();
                break;
            case '\'':
                Literal();
                break;
            case '"':
                Quoted();
                break;
            case '$':
                Expand(inQuotes: false);
                break;
            case '`':
                Backticks(inQuotes: false);
                break;
            case '(':
                throw new UnreadableShellException("it groups commands or defines a function");
            case '#' when At == _start:
                throw new UnreadableShellException("it holds a comment");
            default:
                Plain(letter);
                break;
        }
    }

    private void Plain(char letter)
    {
        // Names with stars, braces and tildes become other words; "[" alone is a command. In zsh also =, ^ and #.
        var isAlone = letter is '[' or ']' && At == _start && (At + 1 >= text.Length || IsEnd(text[At + 1]));
        if (letter is '*' or '?' or '{' or '}' or '~' or '^' or '#' || (letter is '[' or ']' && !isAlone) || (letter == '=' && At == _start))
        {
            _isUnknown = true;
        }

        if (letter == '=' && _equals < 0 && !_isQuoted && !_isUnknown && IsName(_word.ToString().TrimEnd('+')))
        {
            _equals = _word.Length;
        }

        _word.Append(letter);
        At++;
    }

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');

    private void Escape()
    {
        if (At + 1 >= text.Length || text[At + 1] == '\n')
        {
            throw new UnreadableShellException("a line goes on in the next");
        }

        _isQuoted = true;
        _word.Append(text[At + 1]);
        At += 2;
    }

    private void Literal()
    {
        var end = text.IndexOf('\'', At + 1);
        if (end < 0)
        {
            throw new UnreadableShellException("a quote is not closed");
        }

        _isQuoted = true;
        _word.Append(text, At + 1, end - At - 1);
        At = end + 1;
    }

    private void Quoted()
    {
        _isQuoted = true;
        At++;
        while (At < text.Length && text[At] != '"')
        {
            switch (text[At])
            {
                case '\\' when At + 1 < text.Length && text[At + 1] is '$' or '`' or '"' or '\\':
                    _word.Append(text[At + 1]);
                    At += 2;
                    break;
                case '\\' when At + 1 < text.Length && text[At + 1] == '\n':
                    throw new UnreadableShellException("a line goes on in the next");
                case '$':
                    Expand(inQuotes: true);
                    break;
                case '`':
                    Backticks(inQuotes: true);
                    break;
                default:
                    _word.Append(text[At++]);
                    break;
            }
        }

        if (At >= text.Length)
        {
            throw new UnreadableShellException("a quote is not closed");
        }

        At++;
    }

    private void Expand(bool inQuotes)
    {
        var next = At + 1 < text.Length ? text[At + 1] : '\0';
        switch (next)
        {
            case '(' when At + 2 < text.Length && text[At + 2] == '(':
                throw new UnreadableShellException("it calculates");
            case '(':
                var at = At + 2;
                _substituted.AddRange(ShellReader.ReadSubstitution(text, ref at, depth));
                (At, _isUnknown) = (at, true);
                break;
            case '{':
                Braced();
                break;
            case '?' or '#' or '@' or '*' or '$' or '!' or '-':
                (At, _isUnknown) = (At + 2, true);
                break;
            case var first when char.IsAsciiLetterOrDigit(first) || first == '_':
                At += 2;
                while (!char.IsAsciiDigit(first) && At < text.Length && (char.IsAsciiLetterOrDigit(text[At]) || text[At] == '_'))
                {
                    At++;
                }

                _isUnknown = true;
                break;
            case '\0' or ' ' or '\t' or '\n':
                _word.Append('$');
                At++;
                break;
            case '"' when inQuotes:
                _word.Append('$');
                At++;
                break;
            default:
                throw new UnreadableShellException($"'${next}' is not understood");
        }
    }

    /// <summary>Only <c>${NAME}</c>: the other forms set variables and run commands.</summary>
    private void Braced()
    {
        var end = text.IndexOf('}', At);
        if (end < 0 || !IsName(text[(At + 2)..end]))
        {
            throw new UnreadableShellException("a variable is changed while it is read");
        }

        (At, _isUnknown) = (end + 1, true);
    }

    /// <summary>Only what needs no second look at quotes and backslashes.</summary>
    private void Backticks(bool inQuotes)
    {
        var end = text.IndexOf('`', At + 1);
        var inner = end < 0 ? throw new UnreadableShellException("a backtick is not closed") : text[(At + 1)..end];
        if (inner.Contains('\\') || (inQuotes && inner.Contains('"')))
        {
            throw new UnreadableShellException("its backticks are quoted twice");
        }

        _substituted.AddRange(ShellReader.ReadNested(inner, depth));
        (At, _isUnknown) = (end + 1, true);
    }
}
