using System.Globalization;
using System.Text;

namespace Homeport.Worker.Setup;

/// <summary>Text as it comes, of which the beginning and the end are kept. Safe to write and to read at once.</summary>
/// <param name="headLength">Characters kept of the beginning.</param>
/// <param name="tailLength">Characters kept of the end, at least.</param>
internal sealed class BoundedText(int headLength, int tailLength)
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _head = new();
    private readonly StringBuilder _tail = new();
    private long _length;

    /// <summary>Characters in all, kept or not.</summary>
    public long Length
    {
        get
        {
            lock (_gate)
            {
                return _length;
            }
        }
    }

    public void Append(ReadOnlySpan<char> text)
    {
        lock (_gate)
        {
            _length += text.Length;
            var room = Math.Min(headLength - _head.Length, text.Length);
            _head.Append(text[..room]);
            _tail.Append(text[room..]);
            if (_tail.Length > 2 * tailLength)
            {
                _tail.Remove(0, _tail.Length - tailLength);
            }
        }
    }

    /// <summary>Beginning and end, with a line between them that tells how much is missing.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            var missing = _length - _head.Length - _tail.Length;
            return missing == 0
                ? string.Concat(_head, _tail)
                : string.Create(CultureInfo.InvariantCulture, $"{_head}\n… {missing} characters are left out here …\n{_tail}");
        }
    }

    /// <summary>The last so many characters, from the beginning of a line where there is one.</summary>
    public string End(int length)
    {
        lock (_gate)
        {
            var text = _tail.Length >= length ? _tail.ToString() : string.Concat(_head, _tail);
            if (text.Length <= length)
            {
                return text;
            }

            var end = text[^length..];
            var line = end.IndexOf('\n', StringComparison.Ordinal);
            return line >= 0 && line < end.Length - 1 ? end[(line + 1)..] : end;
        }
    }
}
