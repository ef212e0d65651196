namespace Homeport.Worker.Terminals.Screen;

/// <summary>
/// Writes rows of a snapshot one below the other. The viewer's cursor starts at the left of the first, with automatic wrapping
/// on and no scroll region; rows that leave its screen at the top become its history.
/// </summary>
internal sealed class SnapshotRows(SnapshotText text, int columns)
{
    private const string Wide = "\u3000";

    private int _x;
    private bool _isFirst = true;
    private bool _clearsRest;
    private Cell[] _previous = [];

    public void Write(ReadOnlySpan<Cell> cells, bool isWrapped)
    {
        cells = cells[..Math.Min(cells.Length, columns)];
        if (!_isFirst)
        {
            GoToNext(cells, isWrapped);
            _x = 0;
        }

        _isFirst = false;
        WriteCells(cells);
        _previous = [.. cells];
        if (cells.Length == columns && IsEmpty(cells, columns - 1) && !IsErased(cells[^1]))
        {
            WriteLast(cells);
        }
    }

    /// <summary>
    /// A row continues the one above only when the viewer wrapped by itself. Where no character stands at that place to do it,
    /// spaces do, and are taken away again.
    /// </summary>
    private void GoToNext(ReadOnlySpan<Cell> next, bool isWrapped)
    {
        if (!isWrapped)
        {
            if (text.HasColoredBackground)
            {
                text.UseDefaultStyle();
            }

            text.Add("\r\n"u8);
        }
        else if (WrapsByItself(next))
        {
            _clearsRest = (next[0].Background & CellStyle.KindMask) != 0;
        }
        else if (_x == columns)
        {
            text.UseDefaultStyle();
            text.Add(" \r\e[X"u8);
        }
        else
        {
            text.UseDefaultStyle();
            text.Add($"\e[{columns}G  \e[A\e[{columns}G");
            WriteLast(_previous);
            text.UseDefaultStyle();
            text.Add("\e[B\r\e[X"u8);
        }
    }

    private bool WrapsByItself(ReadOnlySpan<Cell> next)
    {
        if (next.IsEmpty || !next[0].HasContent)
        {
            return false;
        }

        if (_x == columns)
        {
            return next[0].Width == 1 || IsWide(next, 0);
        }

        var last = _previous.Length == columns ? _previous[^1] : default;
        if (!last.HasContent && !last.IsTail && IsWide(next, 0) && last.HasStyleOf(next[0]))
        {
            text.Add($"\e[{columns}G");
            return true;
        }

        return false;
    }

    private void WriteCells(ReadOnlySpan<Cell> cells)
    {
        var skipped = 0;
        for (var index = 0; index < cells.Length;)
        {
            ref readonly var cell = ref cells[index];
            if (cell is { Content: 0, HasDefaultStyle: true })
            {
                skipped++;
                index++;
                continue;
            }

            if (skipped > 0)
            {
                text.Add($"\e[{skipped}C");
                _x += skipped;
                skipped = 0;
            }

            index += IsEmpty(cells, index) ? WriteEmpty(cells[index..]) : WriteContent(cells[index..]);
            if (_clearsRest)
            {
                text.UseDefaultStyle();
                text.Add("\e[K"u8);
                _clearsRest = false;
            }
        }
    }

    /// <returns>How many cells it took.</returns>
    private int WriteContent(ReadOnlySpan<Cell> cells)
    {
        var first = cells[0];
        text.UseStyleOf(first, always: first.Width == 0);
        var count = text.AddAscii(cells);
        if (count == 0)
        {
            text.AddContent(first);
            count = Math.Max(first.Width, 1);
        }

        _x += count;
        return count;
    }

    /// <summary>
    /// Erasing leaves only the background's colour. What else an empty cell has, comes from writing over the second half of a
    /// wide character in its style.
    /// </summary>
    private int WriteEmpty(ReadOnlySpan<Cell> cells)
    {
        var first = cells[0];
        var count = 1;
        if (!IsErased(first))
        {
            if (_x < columns - 1)
            {
                text.UseStyleOf(StyleOnly(first));
                text.Add($"{Wide}\e[{_x + 2}G ");
                text.UseDefaultStyle();
                text.Add($"\e[{_x + 2}G\e[X");
                _x++;
            }

            return count;
        }

        while (count < cells.Length && cells[count].Content == first.Content && cells[count].HasStyleOf(first))
        {
            count++;
        }

        Erase(first, count);
        text.Add($"\e[{count}C");
        _x = Math.Min(_x + count, columns - 1); // past the last column no cursor moves, only writing does
        return count;
    }

    /// <summary>
    /// An empty cell in the last column, the cursor being there. One with more than a background's colour is what is left of a
    /// wide character that inserting pushed over the edge; what stood before it is written again.
    /// </summary>
    private void WriteLast(ReadOnlySpan<Cell> cells)
    {
        var last = cells.Length == columns ? cells[^1] : default;
        if (IsErased(last))
        {
            Erase(last, 1);
            return;
        }

        text.Add($"\e[{columns - 1}G{Wide}\e[{columns - 1}G\e[4h");
        text.UseStyleOf(StyleOnly(last));
        text.Add(" \e[4l"u8);
        var isTail = columns > 2 && IsWide(cells, columns - 3);
        var before = cells[columns - (isTail ? 3 : 2)];
        text.Add($"\e[{columns - (isTail ? 2 : 1)}G");
        if (!IsEmpty(cells, columns - (isTail ? 3 : 2)))
        {
            WriteContent([before]);
        }
        else
        {
            Erase(before, 1);
        }

        text.Add($"\e[{columns}G");
        _x = columns - 1;
    }

    private void Erase(in Cell style, int count)
    {
        text.UseStyleOf(StyleOnly(style));
        text.Add($"\e[{count}X");
    }

    private static Cell StyleOnly(in Cell cell) =>
        new() { Foreground = cell.Foreground, Background = cell.Background, Extras = cell.Extras };

    private static bool IsWide(ReadOnlySpan<Cell> cells, int index) =>
        cells[index].Width == 2 && index + 1 < cells.Length && cells[index + 1].IsTail;

    /// <summary>Nothing is there, or half of a wide character: it is shown as nothing.</summary>
    private static bool IsEmpty(ReadOnlySpan<Cell> cells, int index) =>
        cells[index].HasContent ? cells[index].Width == 2 && !IsWide(cells, index) : index == 0 || !IsWide(cells, index - 1);

    private static bool IsErased(in Cell cell) =>
        cell.Foreground == 0 && cell.Extras == 0 && (cell.Background & ~(CellStyle.KindMask | CellStyle.ColorMask)) == 0;
}
