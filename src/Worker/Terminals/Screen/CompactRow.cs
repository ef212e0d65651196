namespace Homeport.Worker.Terminals.Screen;

/// <summary>
/// A row that has left the screen, as small as it can be: only what is used of it, one byte per cell when all is ASCII (else
/// four), and the styles as runs. Keeps its arrays when it is written again, if they fit.
/// </summary>
internal sealed class CompactRow
{
    private const int Roundness = 16;

    private byte[] _narrow = [];
    private uint[]? _wide;
    private StyleRun[]? _runs;
    private int _runCount;

    /// <summary>Cells kept; those behind are empty and in the default style.</summary>
    public int Length { get; private set; }

    public int TrimmedLength { get; private set; }

    public bool IsWrapped { get; private set; }

    public void Write(Row row)
    {
        var cells = row.UsedCells();
        Length = cells.Length;
        TrimmedLength = row.TrimmedLength();
        IsWrapped = row.IsWrapped;
        WriteStyles(cells);
        WriteContents(cells);
    }

    /// <summary>A row of the screen with the same cells.</summary>
    public Row Read(int length)
    {
        var row = new Row(Math.Max(length, Length)) { IsWrapped = IsWrapped };
        CopyTo(row.Open(0, Length));
        return row;
    }

    public void CopyTo(Span<Cell> cells)
    {
        var run = 0;
        var runEnd = _runCount > 0 ? _runs![0].Count : Length;
        for (var index = 0; index < Length; index++)
        {
            ref var cell = ref cells[index];
            cell.Content = _wide is null ? _narrow[index] : _wide[index];
            if (_runCount == 0)
            {
                continue;
            }

            if (index == runEnd)
            {
                runEnd += _runs![++run].Count;
            }

            (cell.Foreground, cell.Background, cell.Extras) = (_runs![run].Foreground, _runs[run].Background, _runs[run].Extras);
        }
    }

    /// <summary>Notes the numbers of <see cref="SharedValues{T}"/> that it uses.</summary>
    public void Mark(HashSet<uint> graphemes, HashSet<uint> styles)
    {
        foreach (var run in _runs.AsSpan(0, _runCount))
        {
            styles.Add(run.Extras);
        }

        foreach (var content in _wide.AsSpan(0, _wide is null ? 0 : Length))
        {
            if (new Cell { Content = content } is { IsGrapheme: true } cell)
            {
                graphemes.Add(cell.Value);
            }
        }
    }

    private void WriteContents(ReadOnlySpan<Cell> cells)
    {
        var bits = 0u;
        foreach (ref readonly var cell in cells)
        {
            bits |= cell.Content;
        }

        if (bits <= byte.MaxValue)
        {
            _wide = null;
            Fit(ref _narrow, cells.Length);
            var narrow = _narrow.AsSpan(0, cells.Length);
            for (var index = 0; index < narrow.Length; index++)
            {
                narrow[index] = (byte)cells[index].Content;
            }
        }
        else
        {
            _narrow = [];
            _wide ??= [];
            Fit(ref _wide, cells.Length);
            for (var index = 0; index < cells.Length; index++)
            {
                _wide[index] = cells[index].Content;
            }
        }
    }

    private void WriteStyles(ReadOnlySpan<Cell> cells)
    {
        _runCount = 0;
        if (cells.IsEmpty || AllDefault(cells))
        {
            _runs = null;
            return;
        }

        var count = 1;
        for (var index = 1; index < cells.Length; index++)
        {
            count += cells[index].HasStyleOf(cells[index - 1]) ? 0 : 1;
        }

        _runs ??= [];
        Fit(ref _runs, count);
        var start = 0;
        for (var index = 1; index <= cells.Length; index++)
        {
            if (index == cells.Length || !cells[index].HasStyleOf(cells[start]))
            {
                _runs[_runCount++] = new StyleRun(index - start, cells[start].Foreground, cells[start].Background, cells[start].Extras);
                start = index;
            }
        }
    }

    private static bool AllDefault(ReadOnlySpan<Cell> cells)
    {
        var bits = 0u;
        foreach (ref readonly var cell in cells)
        {
            bits |= cell.Foreground | cell.Background | cell.Extras;
        }

        return bits == 0;
    }

    private static void Fit<T>(ref T[] array, int count)
    {
        if (array.Length < count || array.Length > (count * 4) + (4 * Roundness))
        {
            array = count == 0 ? [] : new T[(count + Roundness - 1) / Roundness * Roundness];
        }
    }

    private readonly record struct StyleRun(int Count, uint Foreground, uint Background, uint Extras);
}
