namespace Homeport.Worker.Terminals.Screen;

/// <summary>The window became narrower: lines that are too long take more rows, which push others out at the bottom or the top.</summary>
internal sealed class ReflowSmaller(Reflow reflow)
{
    private readonly List<Insertion> _insertions = [];
    private int _inserted;

    /// <summary>Rows that are still there; those behind were pushed out at the bottom, but their lines are looked at all the same.</summary>
    private int _count = reflow.Lines.Count;

    public void Run()
    {
        for (var y = reflow.Lines.Count - 1; y >= 0; y--)
        {
            var last = y;
            if (!reflow.Lines[y].IsWrapped && reflow.Lines[y].TrimmedLength <= reflow.Columns)
            {
                continue;
            }

            while (reflow.Lines[y].IsWrapped && y > 0)
            {
                y--;
            }

            if (!reflow.HoldsCursor(y, last - y + 1))
            {
                Rewrap(y, last - y + 1);
            }
        }

        if (_insertions.Count > 0)
        {
            Insert();
        }
    }

    private void Rewrap(int first, int count)
    {
        var line = reflow.Lines.GetRange(first, count).ConvertAll(row => row.Open(reflow.OldColumns));
        var lastLength = line[^1].TrimmedLength();
        var lengths = NewLengths(line);
        var added = lengths.Count - count;
        var trimmed = Math.Max(0, (reflow.Base == 0 && reflow.Y != _count - 1 ? reflow.Y : _count) - reflow.Most + added);
        if (added > 0)
        {
            var rows = Enumerable.Range(0, added).Select(_ => new Row(reflow.Columns) { IsWrapped = true }).ToArray();
            _insertions.Add(new Insertion(first + count + _inserted, rows));
            _inserted += added;
            line.AddRange(rows);
        }

        MoveDown(line, lengths, count, lastLength);
        for (var index = 0; index < Math.Min(line.Count, lengths.Count); index++)
        {
            if (lengths[index] < reflow.Columns)
            {
                line[index].Set(lengths[index], default);
            }
        }

        MakeRoom(added - trimmed);
        reflow.SavedPlace = Math.Min(reflow.SavedPlace + added, reflow.Base + reflow.Rows - 1);
    }

    /// <summary>Where the line breaks in the new width: one cell early where a wide character would be cut.</summary>
    private List<int> NewLengths(List<Row> line)
    {
        var needed = 0;
        for (var index = 0; index < line.Count; index++)
        {
            needed += Reflow.LengthOf(line, index, reflow.OldColumns);
        }

        List<int> lengths = [];
        var (column, row, available) = (0, 0, 0);
        while (available < needed)
        {
            if (needed - available < reflow.Columns)
            {
                lengths.Add(needed - available);
                break;
            }

            column += reflow.Columns;
            var oldLength = Reflow.LengthOf(line, row, reflow.OldColumns);
            if (column > oldLength)
            {
                column -= oldLength;
                row++;
            }

            var endsWide = line[row].WidthAt(column - 1) == 2;
            if (endsWide)
            {
                column--;
            }

            lengths.Add(endsWide ? reflow.Columns - 1 : reflow.Columns);
            available += lengths[^1];
        }

        return lengths;
    }

    /// <summary>From the end to the beginning, for target and source share rows.</summary>
    private void MoveDown(List<Row> line, List<int> lengths, int sources, int lastLength)
    {
        var target = lengths.Count - 1;
        var source = Math.Min(sources, line.Count) - 1;
        var sourceColumn = lastLength;
        var targetColumn = target >= 0 ? lengths[target] : 0;
        while (source >= 0 && target >= 0)
        {
            var count = Math.Min(sourceColumn, targetColumn);
            line[target].CopyFrom(line[source], sourceColumn - count, targetColumn - count, count);
            targetColumn -= count;
            if (targetColumn == 0)
            {
                target--;
                targetColumn = target >= 0 ? lengths[target] : 0;
            }

            sourceColumn -= count;
            if (sourceColumn == 0)
            {
                source--;
                sourceColumn = Reflow.LengthOf(line, Math.Max(source, 0), reflow.OldColumns);
            }
        }
    }

    private void MakeRoom(int rows)
    {
        for (; rows > 0; rows--)
        {
            if (reflow.Base > 0)
            {
                if (reflow.Base < Math.Min(reflow.Most, _count + _inserted) - reflow.Rows)
                {
                    reflow.Base++;
                }
            }
            else if (reflow.Y < reflow.Rows - 1)
            {
                reflow.Y++;
                _count--;
            }
            else
            {
                reflow.Base++;
            }
        }
    }

    /// <summary>The first insertion is the lowest one. What does not fit falls out at the top.</summary>
    private void Insert()
    {
        var original = reflow.Lines.GetRange(0, _count);
        var total = Math.Min(reflow.Most, _count + _inserted);
        var result = new ReflowRow[total];
        var from = _count - 1;
        var (next, done) = (0, 0);
        for (var to = total - 1; to >= 0;)
        {
            if (next < _insertions.Count && _insertions[next].Start > from + done)
            {
                var rows = _insertions[next++].Rows;
                for (var index = rows.Length - 1; index >= 0 && to >= 0; index--)
                {
                    result[to--] = new ReflowRow(rows[index]);
                }

                done += rows.Length;
            }
            else
            {
                result[to--] = original[from--];
            }
        }

        reflow.Lines.Clear();
        reflow.Lines.AddRange(result);
    }

    private sealed record Insertion(int Start, Row[] Rows);
}
