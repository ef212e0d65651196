namespace Homeport.Worker.Terminals.Screen;

/// <summary>What few cells have: how the underline looks, its colour (bits of <see cref="CellStyle"/>; 0 the text's), a link.</summary>
internal readonly record struct ExtendedStyle(byte Underline, uint UnderlineColor, Hyperlink? Link)
{
    public bool IsEmpty => Underline == 0 && Link is null;
}
