namespace Homeport.Worker.Terminals.Screen;

/// <summary>The window became wider: rows that continue the one above move up into the room there is.</summary>
internal sealed class ReflowLarger(Reflow reflow)
{
    private readonly List<ReflowRow> _lines = reflow.Lines;
    private readonly HashSet<int> _emptied = [];

    public void Run()
    {
        for (var y = 0; y < _lines.Count - 1; y++)
        {
            var end = y + 1;
            while (end < _lines.Count && _lines[end].IsWrapped)
            {
                end++;
            }

            if (end > y + 1 && !reflow.HoldsCursor(y, end - y))
            {
                Rewrap(y, end - y);
            }

            y = end - 1;
        }

        if (_emptied.Count > 0)
        {
            Remove();
        }
    }

    private void Rewrap(int first, int count)
    {
        var line = new List<Row>(count);
        foreach (var packed in _lines.GetRange(first, count))
        {
            var row = packed.Open(reflow.Columns);
            row.Resize(reflow.Columns);
            line.Add(row);
        }

        var last = MoveUp(line);
        for (var index = line.Count - 1; index > 0 && (index > last || line[index].TrimmedLength() == 0); index--)
        {
            _emptied.Add(first + index);
        }
    }

    /// <returns>The row in which the line now ends.</returns>
    private int MoveUp(List<Row> line)
    {
        var target = 0;
        var targetColumn = Reflow.LengthOf(line, 0, reflow.OldColumns);
        var source = 1;
        var sourceColumn = 0;
        while (source < line.Count)
        {
            var sourceLength = Reflow.LengthOf(line, source, reflow.OldColumns);
            var count = Math.Min(sourceLength - sourceColumn, reflow.Columns - targetColumn);
            line[target].CopyFrom(line[source], sourceColumn, targetColumn, count);
            targetColumn += count;
            if (targetColumn == reflow.Columns)
            {
                target++;
                targetColumn = 0;
            }

            sourceColumn += count;
            if (sourceColumn == sourceLength)
            {
                source++;
                sourceColumn = 0;
            }

            // A wide character whose first half came to lie in the last column goes to the next row.
            if (targetColumn == 0 && target != 0 && line[target - 1].WidthAt(reflow.Columns - 1) == 2)
            {
                line[target].CopyFrom(line[target - 1], reflow.Columns - 1, targetColumn++, 1);
                line[target - 1].Set(reflow.Columns - 1, default);
            }
        }

        line[target].Replace(targetColumn, reflow.Columns, default);
        return target;
    }

    private void Remove()
    {
        var kept = _lines.Where((_, index) => !_emptied.Contains(index)).ToList();
        _lines.Clear();
        _lines.AddRange(kept);
        for (var left = _emptied.Count; left > 0; left--)
        {
            if (reflow.Base > 0)
            {
                reflow.Base--;
                continue;
            }

            reflow.Y = Math.Max(0, reflow.Y - 1);
            if (_lines.Count < reflow.Rows)
            {
                _lines.Add(new ReflowRow(new Row(reflow.Columns)));
            }
        }

        reflow.SavedPlace = Math.Max(reflow.SavedPlace - _emptied.Count, 0);
    }
}
