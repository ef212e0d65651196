namespace Homeport.Worker.Terminals.Screen;

/// <summary>Erasing, inserting and deleting of cells, columns and rows.</summary>
internal sealed class Editing(ScreenState state)
{
    private ScreenBuffer Buffer => state.Active;

    private bool IsInRegion => Buffer.Y >= Buffer.ScrollTop && Buffer.Y <= Buffer.ScrollBottom;

    /// <summary>ED, and DECSED which spares what is protected.</summary>
    public void EraseDisplay(int part, bool keepProtected)
    {
        state.RestrictCursor(state.Columns);
        var y = Buffer.Y;
        switch (part)
        {
            case 0:
                Erase(y, Buffer.X, state.Columns, Buffer.X == 0, keepProtected);
                EraseRows(y + 1, state.Rows, keepProtected);
                break;
            case 1:
                Erase(y, 0, Buffer.X + 1, endsWrap: true, keepProtected);
                if (Buffer.X + 1 >= state.Columns && y + 1 < state.Rows)
                {
                    Buffer[y + 1].IsWrapped = false;
                }

                EraseRows(0, y, keepProtected);
                break;
            case 2:
                EraseRows(0, state.Rows, keepProtected);
                break;
            case 3:
                Buffer.History?.Clear();
                break;
        }
    }

    /// <summary>EL, and DECSEL which spares what is protected.</summary>
    public void EraseLine(int part, bool keepProtected)
    {
        state.RestrictCursor(state.Columns);
        switch (part)
        {
            case 0:
                Erase(Buffer.Y, Buffer.X, state.Columns, Buffer.X == 0, keepProtected);
                break;
            case 1:
                Erase(Buffer.Y, 0, Buffer.X + 1, endsWrap: false, keepProtected);
                break;
            case 2:
                Erase(Buffer.Y, 0, state.Columns, endsWrap: true, keepProtected);
                break;
        }
    }

    public void EraseCells(int count)
    {
        state.RestrictCursor();
        Buffer.CursorRow.Replace(Buffer.X, Buffer.X + Math.Min(count, state.Columns), state.Pen.Erased);
    }

    public void InsertCells(int count)
    {
        state.RestrictCursor();
        Buffer.CursorRow.Insert(Buffer.X, Math.Min(count, Buffer.CursorRow.Length), state.Pen.Erased);
    }

    public void DeleteCells(int count)
    {
        state.RestrictCursor();
        Buffer.CursorRow.Delete(Buffer.X, Math.Min(count, Buffer.CursorRow.Length), state.Pen.Erased);
    }

    public void InsertRows(int count)
    {
        state.RestrictCursor();
        if (IsInRegion)
        {
            Move(Buffer.ScrollBottom, Buffer.Y, count, state.Pen.Erased);
            Buffer.X = 0;
        }
    }

    public void DeleteRows(int count)
    {
        state.RestrictCursor();
        if (IsInRegion)
        {
            Move(Buffer.Y, Buffer.ScrollBottom, count, state.Pen.Erased);
            Buffer.X = 0;
        }
    }

    /// <summary>SU: unlike a line feed, nothing goes to the history.</summary>
    public void ScrollUp(int count) => Move(Buffer.ScrollTop, Buffer.ScrollBottom, count, state.Pen.Erased);

    public void ScrollDown(int count) => Move(Buffer.ScrollBottom, Buffer.ScrollTop, count, default);

    /// <summary>SR and DECIC: every row of the region gets empty cells from a column on.</summary>
    public void InsertColumns(int column, int count)
    {
        for (var y = Buffer.ScrollTop; IsInRegion && y <= Buffer.ScrollBottom; y++)
        {
            Buffer[y].Insert(column, Math.Min(count, Buffer[y].Length), state.Pen.Erased);
            Buffer[y].IsWrapped = false;
        }
    }

    /// <summary>SL and DECDC.</summary>
    public void DeleteColumns(int column, int count)
    {
        for (var y = Buffer.ScrollTop; IsInRegion && y <= Buffer.ScrollBottom; y++)
        {
            Buffer[y].Delete(column, Math.Min(count, Buffer[y].Length), state.Pen.Erased);
            Buffer[y].IsWrapped = false;
        }
    }

    /// <summary>DECALN: the screen full of E, to adjust a tube by.</summary>
    public void FillWithTestPattern()
    {
        state.SetCursor(0, 0);
        var fill = state.Pen.Write('E', 1) with { Background = state.Pen.Background & ~CellStyle.HasExtras, Extras = 0 };
        for (var y = Buffer.Y; y < state.Rows; y++)
        {
            Buffer[y].Fill(fill);
            Buffer[y].IsWrapped = false;
        }

        state.SetCursor(0, 0);
    }

    private void Erase(int y, int start, int end, bool endsWrap, bool keepProtected)
    {
        Buffer[y].Replace(start, end, state.Pen.Erased, keepProtected);
        if (endsWrap)
        {
            Buffer[y].IsWrapped = false;
        }
    }

    private void EraseRows(int first, int end, bool keepProtected)
    {
        for (var y = first; y < end; y++)
        {
            Buffer[y].Fill(state.Pen.Erased, keepProtected);
            Buffer[y].IsWrapped = false;
        }
    }

    /// <summary>After as many rows as there are, all is empty already.</summary>
    private void Move(int from, int to, int count, in Cell fill)
    {
        for (var left = Math.Min(count, state.Rows); left > 0; left--)
        {
            Buffer.Move(from, to, state.Columns, fill);
        }
    }
}
