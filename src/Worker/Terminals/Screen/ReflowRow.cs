namespace Homeport.Worker.Terminals.Screen;

/// <summary>
/// A row while its buffer is resized. Most rows of a history are neither wrapped nor too long: those stay packed, and only the
/// others are opened.
/// </summary>
internal sealed class ReflowRow
{
    private CompactRow? _packed;
    private Row? _row;

    public ReflowRow(CompactRow packed) => _packed = packed;

    public ReflowRow(Row row) => _row = row;

    public bool IsWrapped => _packed?.IsWrapped ?? _row!.IsWrapped;

    public int TrimmedLength => _packed?.TrimmedLength ?? _row!.TrimmedLength();

    public Row Open(int length)
    {
        if (_packed is { } packed)
        {
            (_row, _packed) = (packed.Read(length), null);
        }

        return _row!;
    }

    /// <summary>The row packed, and cut at the screen's width.</summary>
    public CompactRow Pack(int length)
    {
        if (_packed is { } packed && packed.Length <= length)
        {
            return packed;
        }

        var row = Open(length);
        row.Resize(length);
        var fresh = new CompactRow();
        fresh.Write(row);
        return fresh;
    }
}
