namespace Homeport.Worker.Terminals.Screen;

/// <summary>
/// Gives a buffer another size, step by step as xterm.js does it, for both must show the same afterwards: rows are taken from
/// and given to the history at the cursor's side, then lines that were wrapped are wrapped anew, except the cursor's own, which
/// its program draws again. The alternate buffer is cut and padded.
/// </summary>
internal sealed class BufferResize
{
    private readonly ScreenBuffer _buffer;
    private readonly int _oldColumns;
    private readonly int _oldRows;
    private readonly int _mostHistory;
    private readonly List<ReflowRow> _lines;
    private int _base;
    private int _savedPlace;

    public BufferResize(ScreenBuffer buffer, int columns, int rows)
    {
        _buffer = buffer;
        _oldColumns = columns;
        _oldRows = rows;
        _mostHistory = buffer.History?.Most ?? 0;
        _base = buffer.Above;
        _savedPlace = buffer.Saved.Place;
        _lines = new List<ReflowRow>(_base + rows);
        for (var index = 0; index < _base; index++)
        {
            _lines.Add(new ReflowRow(buffer.History![index]));
        }

        _lines.AddRange(buffer.TakeRows().Select(row => new ReflowRow(row)));
    }

    public void Resize(int columns, int rows)
    {
        _buffer.ScrollBottom = rows - 1;
        if (_buffer.RowCount == 0)
        {
            return;
        }

        if (columns > _oldColumns)
        {
            WidenScreen(columns);
        }

        var pulled = ChangeRowCount(columns, rows);
        TrimTo(rows + _mostHistory);
        _buffer.X = Math.Min(_buffer.X, columns - 1);
        _buffer.Y = Math.Min(_buffer.Y, rows - 1) + pulled;
        _buffer.ScrollTop = 0;
        if (_buffer.History is { } history)
        {
            if (columns != _oldColumns)
            {
                Rewrap(columns, rows);
            }

            Split(history, columns, rows);
        }
        else
        {
            _buffer.ReplaceRows([.. _lines.Take(rows).Select(line => line.Open(columns))]);
        }

        _buffer.Saved = _buffer.Saved with { X = Math.Min(_buffer.Saved.X, columns - 1), Place = _savedPlace };
    }

    /// <summary>Of the alternate buffer too, whose rows are cut here when they had been hidden beyond the new edge.</summary>
    private void WidenScreen(int columns)
    {
        foreach (var line in _lines.Skip(_base))
        {
            line.Open(columns).Resize(columns);
        }
    }

    /// <summary>Rows come from the history only when the cursor is on the last one; else empty ones come below.</summary>
    private int ChangeRowCount(int columns, int rows)
    {
        var pulled = 0;
        for (var y = _oldRows; y < rows && _lines.Count < rows + _base; y++)
        {
            if (_base > 0 && _lines.Count <= _base + _buffer.Y + pulled + 1)
            {
                _base--;
                pulled++;
            }
            else
            {
                _lines.Add(new ReflowRow(new Row(columns)));
            }
        }

        for (var y = _oldRows; y > rows && _lines.Count > rows + _base; y--)
        {
            if (_lines.Count > _base + _buffer.Y + 1)
            {
                _lines.RemoveAt(_lines.Count - 1);
            }
            else
            {
                _base++;
            }
        }

        return pulled;
    }

    private void TrimTo(int most)
    {
        var excess = _lines.Count - most;
        if (excess > 0)
        {
            _lines.RemoveRange(0, excess);
            _base = Math.Max(_base - excess, 0);
            _savedPlace = Math.Max(_savedPlace - excess, 0);
        }
    }

    private void Rewrap(int columns, int rows)
    {
        var reflow = new Reflow
        {
            Lines = _lines,
            OldColumns = _oldColumns,
            Columns = columns,
            Rows = rows,
            Most = rows + _mostHistory,
            Base = _base,
            Y = _buffer.Y,
            SavedPlace = _savedPlace,
        };
        if (columns > _oldColumns)
        {
            new ReflowLarger(reflow).Run();
        }
        else
        {
            new ReflowSmaller(reflow).Run();
        }

        (_base, _buffer.Y, _savedPlace) = (reflow.Base, reflow.Y, reflow.SavedPlace);
    }

    private void Split(History history, int columns, int rows)
    {
        while (_lines.Count < _base + rows)
        {
            _lines.Add(new ReflowRow(new Row(columns)));
        }

        var screen = _lines.Skip(_base).Take(rows).Select(line => line.Open(columns)).ToArray();
        foreach (var row in screen)
        {
            row.Resize(columns);
        }

        history.Replace([.. _lines.Take(_base).Select(line => line.Pack(columns))]);
        _buffer.ReplaceRows(screen);
    }
}
