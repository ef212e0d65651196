namespace Homeport.Worker.Terminals.Screen;

/// <summary>What wrapping anew works on and changes.</summary>
internal sealed class Reflow
{
    public required List<ReflowRow> Lines { get; init; }

    public required int OldColumns { get; init; }

    public required int Columns { get; init; }

    public required int Rows { get; init; }

    /// <summary>Rows that fit, those of the history among them.</summary>
    public required int Most { get; init; }

    /// <summary>Where the screen begins.</summary>
    public required int Base { get; set; }

    /// <summary>The cursor's row on the screen.</summary>
    public required int Y { get; set; }

    public required int SavedPlace { get; set; }

    /// <summary>A program draws the line its cursor is on again when the size changes, so it is left alone.</summary>
    public bool HoldsCursor(int first, int count) => Base + Y >= first && Base + Y < first + count;

    /// <summary>Length of a row within a line: all of it, but for the cell left empty because a wide character did not fit.</summary>
    public static int LengthOf(List<Row> line, int index, int columns)
    {
        if (index == line.Count - 1)
        {
            return line[index].TrimmedLength();
        }

        var endsEmpty = !line[index].HasContentAt(columns - 1) && line[index].WidthAt(columns - 1) == 1;
        return endsEmpty && line[index + 1].WidthAt(0) == 2 ? columns - 1 : columns;
    }
}
