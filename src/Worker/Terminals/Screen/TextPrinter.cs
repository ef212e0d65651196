namespace Homeport.Worker.Terminals.Screen;

/// <summary>Puts characters on the grid: wrapping, wide characters, marks that join, insert mode.</summary>
internal sealed class TextPrinter(ScreenState state)
{
    private const int MostRepeats = 65_536;

    private bool _wasResized;

    /// <summary>
    /// Width of the character before, which a mark could join and a repeat would print again; 0 when anything but text came in
    /// between.
    /// </summary>
    public int Preceding { get; set; }

    /// <summary>The cursor may stand on half of a wide character now, although text goes on.</summary>
    public void NoteResize() => _wasResized = true;

    public void PrintAscii(ReadOnlySpan<byte> text)
    {
        if (state.Characters.Current is not null || state.Modes.Insert || !state.Modes.AutoWrap)
        {
            foreach (var character in text)
            {
                Print(character);
            }

            return;
        }

        var buffer = state.Active;
        if (Preceding == 0 || _wasResized)
        {
            MendBefore(buffer);
        }

        Preceding = 1;
        while (true)
        {
            if (buffer.X >= state.Columns)
            {
                Wrap(buffer, buffer.X);
            }

            var count = Math.Min(text.Length, state.Columns - buffer.X);
            Write(buffer.CursorRow.Open(buffer.X, count), text[..count]);
            buffer.X += count;
            if (count == text.Length)
            {
                break;
            }

            text = text[count..];
        }

        MendAfter(buffer);
    }

    public void Print(int codePoint)
    {
        var buffer = state.Active;
        if (Preceding == 0 || _wasResized)
        {
            MendBefore(buffer);
        }

        Put(buffer, state.Characters.Current?.Map(codePoint) ?? codePoint);
        MendAfter(buffer);
    }

    /// <summary>REP. A line of a few bytes must not keep the screen busy for long, so there is an end to it.</summary>
    public void Repeat(int count)
    {
        if (Preceding == 0)
        {
            return;
        }

        var text = new System.Text.StringBuilder();
        state.AppendText(state.Active.CursorRow[state.Active.X - Preceding], text);
        MendBefore(state.Active);
        var grapheme = text.ToString();
        for (var left = Math.Min(count, MostRepeats); left > 0 && grapheme.Length > 0; left--)
        {
            foreach (var rune in grapheme.EnumerateRunes())
            {
                Print(rune.Value);
            }
        }
    }

    private void Write(Span<Cell> cells, ReadOnlySpan<byte> text)
    {
        var cell = state.Pen.Blank;
        for (var index = 0; index < cells.Length; index++)
        {
            cell.Content = text[index];
            cells[index] = cell;
        }
    }

    private void Put(ScreenBuffer buffer, int codePoint)
    {
        var width = CharacterWidth.Of(codePoint);
        var joins = width == 0 && Preceding > 0;
        if (joins && buffer.X > 0)
        {
            var row = buffer.CursorRow;
            var index = buffer.X - (row.WidthAt(buffer.X - 1) > 0 ? 1 : 2);
            if (row.HasContentAt(index))
            {
                row.SetContent(index, state.Join(row[index], codePoint, Preceding));
            }
            else
            {
                row.SetContent(index, Cell.ContentOf(codePoint, Preceding));
            }

            return;
        }

        Preceding = width;
        if (buffer.X + width > state.Columns)
        {
            if (state.Modes.AutoWrap)
            {
                Wrap(buffer, buffer.X);
            }
            else
            {
                buffer.X = state.Columns - 1;
                if (width == 2)
                {
                    return;
                }
            }
        }

        Place(buffer, codePoint, width);
    }

    private void Place(ScreenBuffer buffer, int codePoint, int width)
    {
        var row = buffer.CursorRow;
        if (state.Modes.Insert)
        {
            row.Insert(buffer.X, width, state.Pen.Blank);
            if (row.WidthAt(state.Columns - 1) == 2)
            {
                row.Set(state.Columns - 1, state.Pen.Blank);
            }
        }

        row.Set(buffer.X++, state.Pen.Write(codePoint, width));
        if (width == 2)
        {
            row.Set(buffer.X++, state.Pen.Write(0, 0));
        }
    }

    /// <summary>To the next row, which continues this one; a wide character that did not fit leaves an empty cell behind.</summary>
    private void Wrap(ScreenBuffer buffer, int left)
    {
        var row = buffer.CursorRow;
        buffer.X = 0;
        for (; left < state.Columns; left++)
        {
            row.Set(left, state.Pen.Blank);
        }

        if (buffer.Y == buffer.ScrollBottom)
        {
            state.Scroll(isWrapped: true);
        }
        else
        {
            buffer.Y = Math.Min(buffer.Y + 1, state.Rows - 1);
            buffer.CursorRow.IsWrapped = true;
        }
    }

    /// <summary>Writing over the second half of a wide character takes the first half away; where text goes on, there is none.</summary>
    private void MendBefore(ScreenBuffer buffer)
    {
        _wasResized = false;
        if (buffer.X > 0 && buffer.CursorRow.WidthAt(buffer.X - 1) == 2)
        {
            buffer.CursorRow.Set(buffer.X - 1, state.Pen.Blank);
        }
    }

    /// <summary>Writing over the first half of a wide character takes the second half away.</summary>
    private void MendAfter(ScreenBuffer buffer)
    {
        if (buffer.X < state.Columns && buffer.CursorRow[buffer.X].IsTail)
        {
            buffer.CursorRow.Set(buffer.X, state.Pen.Blank);
        }
    }
}
