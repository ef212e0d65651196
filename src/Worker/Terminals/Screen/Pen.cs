namespace Homeport.Worker.Terminals.Screen;

/// <summary>The style in which the next character is written.</summary>
internal struct Pen
{
    public uint Foreground;
    public uint Background;
    public ExtendedStyle Extended;

    /// <summary>Number of <see cref="Extended"/>, or 0 when <see cref="CellStyle.HasExtras"/> is not set.</summary>
    public uint Extras;

    /// <summary>An empty cell that keeps the whole style: what is left when half of a wide character is overwritten.</summary>
    public readonly Cell Blank => new() { Foreground = Foreground, Background = Background, Extras = Extras };

    /// <summary>An erased cell: of the style only the background's colour stays.</summary>
    public readonly Cell Erased => new() { Background = Background & (CellStyle.KindMask | CellStyle.ColorMask) };

    public readonly Cell Write(int codePoint, int width) => new()
    {
        Content = Cell.ContentOf(codePoint, width),
        Foreground = Foreground,
        Background = Background,
        Extras = Extras,
    };
}
