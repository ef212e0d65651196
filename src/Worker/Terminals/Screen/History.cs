namespace Homeport.Worker.Terminals.Screen;

/// <summary>The rows above the screen, oldest first, at most <paramref name="most"/>: the oldest goes when another comes.</summary>
internal sealed class History(int most)
{
    private CompactRow[] _rows = [];
    private int _first;

    public int Count { get; private set; }

    public int Most { get; } = most;

    public CompactRow this[int index] => _rows[Slot(index)];

    public void Add(Row row)
    {
        if (Most == 0)
        {
            return;
        }

        CompactRow target;
        if (Count == Most)
        {
            target = _rows[_first];
            _first = _first + 1 == _rows.Length ? 0 : _first + 1;
        }
        else
        {
            if (Count == _rows.Length)
            {
                Grow();
            }

            _rows[Slot(Count)] = target = new CompactRow();
            Count++;
        }

        target.Write(row);
    }

    public void Clear()
    {
        _rows = [];
        _first = 0;
        Count = 0;
    }

    /// <summary>Takes these rows, of which the newest <see cref="Most"/> stay, instead of its own.</summary>
    public void Replace(ReadOnlySpan<CompactRow> rows)
    {
        _rows = rows[Math.Max(0, rows.Length - Most)..].ToArray();
        _first = 0;
        Count = _rows.Length;
    }

    /// <summary>Grows only while it is not full, and then its first row lies in the first slot.</summary>
    private void Grow() => Array.Resize(ref _rows, Math.Min(Most, Math.Max(64, _rows.Length * 2)));

    private int Slot(int index)
    {
        var slot = _first + index;
        return slot < _rows.Length ? slot : slot - _rows.Length;
    }
}
