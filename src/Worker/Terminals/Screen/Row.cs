namespace Homeport.Worker.Terminals.Screen;

/// <summary>
/// A row of the visible part. <see cref="Length"/> may exceed the screen's width: the alternate buffer keeps what a narrower
/// window hides. Reading beyond the end gives an empty cell without width, writing there does nothing.
/// </summary>
internal sealed class Row(int length)
{
    private Cell[] _cells = new Cell[length];

    public int Length { get; private set; } = length;

    /// <summary>It continues the row above: no line feed lies between them.</summary>
    public bool IsWrapped { get; set; }

    /// <summary>From here on every cell is empty and in the default style.</summary>
    public int Used { get; private set; }

    /// <summary>Up to and with the last cell that is not empty or not in the default style.</summary>
    public ReadOnlySpan<Cell> UsedCells()
    {
        while (Used > 0 && _cells[Used - 1] is { Content: 0, HasDefaultStyle: true })
        {
            Used--;
        }

        return _cells.AsSpan(0, Used);
    }

    public Cell this[int index] => (uint)index < (uint)Length ? _cells[index] : new Cell { Content = Cell.ContentOf(0, 0) };

    public int WidthAt(int index) => (uint)index < (uint)Length ? _cells[index].Width : 0;

    public bool HasContentAt(int index) => (uint)index < (uint)Length && _cells[index].HasContent;

    /// <summary>Cells to write to, all of them; the caller keeps to <see cref="Length"/>.</summary>
    public Span<Cell> Open(int start, int count)
    {
        Used = Math.Max(Used, start + count);
        return _cells.AsSpan(start, count);
    }

    public void Set(int index, in Cell cell)
    {
        if ((uint)index < (uint)Length)
        {
            _cells[index] = cell;
            Used = Math.Max(Used, index + 1);
        }
    }

    public void SetContent(int index, uint content)
    {
        if ((uint)index < (uint)Length)
        {
            _cells[index].Content = content;
            Used = Math.Max(Used, index + 1);
        }
    }

    /// <summary>Makes it a new row of this length in which every cell is <paramref name="fill"/>.</summary>
    public void Renew(int length, in Cell fill, bool isWrapped)
    {
        if (_cells.Length < length)
        {
            _cells = new Cell[length];
        }
        else
        {
            _cells.AsSpan(0, Used).Clear();
        }

        Length = length;
        Used = 0;
        IsWrapped = isWrapped;
        if (fill.Content != 0 || !fill.HasDefaultStyle)
        {
            Open(0, length).Fill(fill);
        }
    }

    public void Fill(in Cell fill, bool keepProtected = false)
    {
        if (!keepProtected)
        {
            Renew(Length, fill, IsWrapped);
            return;
        }

        for (var index = 0; index < Length; index++)
        {
            if (!_cells[index].IsProtected)
            {
                Set(index, fill);
            }
        }
    }

    public void Insert(int position, int count, in Cell fill)
    {
        position %= Length;
        if (position > 0 && WidthAt(position - 1) == 2)
        {
            Set(position - 1, fill);
        }

        var kept = Length - position - count;
        if (kept > 0)
        {
            _cells.AsSpan(position, kept).CopyTo(_cells.AsSpan(position + count));
            Used = Math.Min(Length, Used + count);
        }

        Open(position, Math.Min(count, Length - position)).Fill(fill);
        if (WidthAt(Length - 1) == 2)
        {
            Set(Length - 1, fill);
        }
    }

    public void Delete(int position, int count, in Cell fill)
    {
        position %= Length;
        var kept = Length - position - count;
        if (kept > 0)
        {
            _cells.AsSpan(position + count, kept).CopyTo(_cells.AsSpan(position));
            Open(Length - count, count).Fill(fill);
        }
        else
        {
            Open(position, Length - position).Fill(fill);
        }

        if (position > 0 && WidthAt(position - 1) == 2)
        {
            Set(position - 1, fill);
        }

        if (_cells[position].IsTail)
        {
            Set(position, fill);
        }
    }

    /// <summary>Erases from <paramref name="start"/> up to <paramref name="end"/>, and the other half of a wide character at each edge.</summary>
    public void Replace(int start, int end, in Cell fill, bool keepProtected = false)
    {
        if (start > 0 && WidthAt(start - 1) == 2 && !(keepProtected && this[start - 1].IsProtected))
        {
            Set(start - 1, fill);
        }

        if (end < Length && WidthAt(end - 1) == 2 && !(keepProtected && this[end].IsProtected))
        {
            Set(end, fill);
        }

        end = Math.Min(end, Length);
        if (keepProtected)
        {
            for (var index = start; index < end; index++)
            {
                if (!_cells[index].IsProtected)
                {
                    Set(index, fill);
                }
            }
        }
        else if (start < end)
        {
            Open(start, end - start).Fill(fill);
        }
    }

    public void Resize(int length)
    {
        if (length > Length)
        {
            if (_cells.Length < length)
            {
                Array.Resize(ref _cells, length);
            }
        }
        else
        {
            _cells.AsSpan(length).Clear();
            Used = Math.Min(Used, length);
        }

        Length = length;
    }

    /// <summary>Up to and with the last cell that holds something; a coloured background is nothing.</summary>
    public int TrimmedLength()
    {
        for (var index = Used - 1; index >= 0; index--)
        {
            if (_cells[index].HasContent)
            {
                return index + _cells[index].Width;
            }
        }

        return 0;
    }

    /// <summary>
    /// Copies within one row too, whichever way they overlap. Behind the end of <paramref name="source"/> lie second halves of
    /// wide characters: one whose second half was cut off gets it back.
    /// </summary>
    public void CopyFrom(Row source, int from, int to, int count)
    {
        count = Math.Min(count, Length - to);
        if (count > 0)
        {
            var there = Math.Clamp(source.Length - from, 0, count);
            var target = Open(to, count);
            source._cells.AsSpan(from, there).CopyTo(target);
            target[there..].Fill(new Cell { Content = Cell.ContentOf(0, 0) });
        }
    }

    /// <summary>Notes the numbers of <see cref="SharedValues{T}"/> that it uses.</summary>
    public void Mark(HashSet<uint> graphemes, HashSet<uint> styles)
    {
        foreach (ref readonly var cell in _cells.AsSpan(0, Used))
        {
            styles.Add(cell.Extras);
            if (cell.IsGrapheme)
            {
                graphemes.Add(cell.Value);
            }
        }
    }
}
