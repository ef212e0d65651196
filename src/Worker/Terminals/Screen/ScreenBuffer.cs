namespace Homeport.Worker.Terminals.Screen;

/// <summary>
/// One of the two grids a terminal has, with its own cursor, scroll region, tab stops and saved cursor. Only the normal one
/// has a <see cref="History"/>; the alternate one holds rows only while it is shown.
/// </summary>
internal sealed class ScreenBuffer
{
    private Row[] _rows = [];
    private int _first;

    public ScreenBuffer(int columns, int rows, History? history)
    {
        History = history;
        Tabs = new TabStops(columns);
        ScrollBottom = rows - 1;
        if (history is not null)
        {
            FillRows(columns, rows, default);
        }
    }

    public History? History { get; }

    public TabStops Tabs { get; }

    /// <summary>Rows above the screen: adding it to a row of the screen gives its place among all rows.</summary>
    public int Above => History?.Count ?? 0;

    /// <summary>The cursor's column; equal to the width when the last column was written and the next character will wrap.</summary>
    public int X { get; set; }

    public int Y { get; set; }

    public int ScrollTop { get; set; }

    public int ScrollBottom { get; set; }

    public SavedCursor Saved { get; set; }

    /// <summary>0 while it is the alternate one and not shown.</summary>
    public int RowCount => _rows.Length;

    public Row CursorRow => this[Y];

    public Row this[int y]
    {
        get
        {
            var slot = _first + y;
            return _rows[slot < _rows.Length ? slot : slot - _rows.Length];
        }

        private set
        {
            var slot = _first + y;
            _rows[slot < _rows.Length ? slot : slot - _rows.Length] = value;
        }
    }

    public void FillRows(int columns, int rows, in Cell fill)
    {
        if (_rows.Length > 0)
        {
            return;
        }

        _rows = new Row[rows];
        _first = 0;
        for (var y = 0; y < rows; y++)
        {
            _rows[y] = new Row(columns);
            _rows[y].Fill(fill);
        }
    }

    /// <summary>What leaving the alternate buffer does: its rows are given back.</summary>
    public void Empty(int columns, int rows)
    {
        ReplaceRows([]);
        X = 0;
        Y = 0;
        ScrollTop = 0;
        ScrollBottom = rows - 1;
        Tabs.Reset(columns);
    }

    /// <summary>The region moves up by one row; what leaves the top of the screen goes to the history.</summary>
    public void Scroll(int columns, in Cell fill, bool isWrapped)
    {
        if (ScrollTop == 0)
        {
            History?.Add(this[0]);
            if (ScrollBottom == _rows.Length - 1)
            {
                _rows[_first].Renew(columns, fill, isWrapped);
                _first = _first + 1 == _rows.Length ? 0 : _first + 1;
                return;
            }
        }

        Move(ScrollTop, ScrollBottom, columns, fill);
        this[ScrollBottom].IsWrapped = isWrapped;
    }

    /// <summary>Takes a row out, moves those between up or down, and puts an empty one in.</summary>
    public void Move(int from, int to, int columns, in Cell fill)
    {
        var moved = this[from];
        var step = Math.Sign(to - from);
        for (var y = from; y != to; y += step)
        {
            this[y] = this[y + step];
        }

        moved.Renew(columns, fill, isWrapped: false);
        this[to] = moved;
    }

    /// <summary>The rows as an array, topmost first.</summary>
    public Row[] TakeRows() => [.. _rows[_first..], .. _rows[.._first]];

    public void ReplaceRows(Row[] rows)
    {
        _rows = rows;
        _first = 0;
    }
}
