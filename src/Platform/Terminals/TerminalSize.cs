namespace Homeport.Platform.Terminals;

/// <summary>How many characters fit into a terminal.</summary>
public readonly record struct TerminalSize(int Columns, int Rows)
{
    public const int MaxColumns = 1000;
    public const int MaxRows = 500;

    public static TerminalSize Usual { get; } = new(80, 24);

    /// <summary>Programs misbehave below 2 by 1; above the limits a screen costs more memory than any display shows.</summary>
    public bool IsUsable => Columns is >= 2 and <= MaxColumns && Rows is >= 1 and <= MaxRows;

    /// <summary>The nearest usable size.</summary>
    public TerminalSize Clamped() => new(Math.Clamp(Columns, 2, MaxColumns), Math.Clamp(Rows, 1, MaxRows));

    public override string ToString() => $"{Columns} by {Rows}";
}
