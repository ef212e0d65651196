namespace Homeport.Worker.Terminals.Screen;

/// <summary>
/// Puts characters together from bytes, also when a write ends within one. What is no character is dropped without a trace, as
/// xterm.js does it: with a replacement character in its place, everything behind it would stand elsewhere than in the viewer.
/// </summary>
internal struct Utf8Assembly
{
    private const int ByteOrderMark = 0xFEFF;

    private int _value;
    private int _missing;
    private int _least;

    public readonly bool IsBetween => _missing == 0;

    /// <returns>False when <paramref name="next"/> does not continue what was begun, and has to be looked at anew.</returns>
    public bool TryTake(byte next, out int codePoint)
    {
        codePoint = -1;
        if (_missing == 0)
        {
            Begin(next, out codePoint);
            return true;
        }

        if ((next & 0xC0) != 0x80)
        {
            _missing = 0;
            return false;
        }

        _value = (_value << 6) | (next & 0x3F);
        if (--_missing == 0 && _value >= _least && _value <= 0x10_FFFF && _value is not (>= 0xD800 and <= 0xDFFF) && _value != ByteOrderMark)
        {
            codePoint = _value;
        }

        return true;
    }

    private void Begin(byte first, out int codePoint)
    {
        codePoint = first < 0x80 ? first : -1;
        (_value, _missing, _least) = first switch
        {
            < 0xC0 => (0, 0, 0), // ASCII, or a byte that continues nothing
            < 0xE0 => (first & 0x1F, 1, 0x80),
            < 0xF0 => (first & 0x0F, 2, 0x800),
            < 0xF8 => (first & 0x07, 3, 0x1_0000),
            _ => (0, 0, 0),
        };
    }
}
