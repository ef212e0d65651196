namespace Homeport.Worker.Terminals.Screen;

/// <summary>
/// The bytes of a sequence or character of which the end has not come yet: a viewer needs them, for the end is what it will
/// get. Of a string that is too long to be obeyed, the beginning is enough.
/// </summary>
internal sealed class UnfinishedOutput
{
    private const int Most = 72 * 1024;
    private const byte Escape = 0x1B;

    private byte[] _bytes = [];
    private int _count;

    /// <param name="output">What was written.</param>
    /// <param name="begun">How much at its end is unfinished; all of it when that was begun before.</param>
    public void Follow(ReadOnlySpan<byte> output, int begun)
    {
        if (begun < output.Length)
        {
            _count = 0;
        }

        var added = output[^begun..];
        added = added[..Math.Min(added.Length, Most - _count)];
        if (added.IsEmpty)
        {
            if (_count == 0)
            {
                _bytes = _bytes.Length > 4096 ? [] : _bytes;
            }

            return;
        }

        if (_bytes.Length < _count + added.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_count + added.Length, Math.Min(Most, _bytes.Length * 2)));
        }

        added.CopyTo(_bytes.AsSpan(_count));
        _count += added.Length;
    }

    /// <param name="withControls">False when they have been obeyed already, and must not be once more.</param>
    public byte[] ToArray(bool withControls) =>
        withControls ? _bytes[.._count] : Array.FindAll(_bytes[.._count], value => value >= 0x20 || value == Escape);
}
