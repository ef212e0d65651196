namespace Homeport.Worker.Terminals.Screen;

/// <summary>
/// The bits of a foreground and a background: 0-23 colour (or palette index), 24-25 kind of colour, above them flags. The
/// layout is that of xterm.js, which makes comparing with it a comparison of numbers.
/// </summary>
internal static class CellStyle
{
    public const uint ColorMask = 0xFF_FFFF;
    public const uint KindMask = 0x300_0000;
    public const uint Palette16 = 0x100_0000;
    public const uint Palette256 = 0x200_0000;
    public const uint Rgb = 0x300_0000;

    // Flags of the foreground.
    public const uint Inverse = 0x400_0000;
    public const uint Bold = 0x800_0000;
    public const uint Underline = 0x1000_0000;
    public const uint Blink = 0x2000_0000;
    public const uint Invisible = 0x4000_0000;
    public const uint Strikethrough = 0x8000_0000;

    // Flags of the background.
    public const uint Italic = 0x400_0000;
    public const uint Dim = 0x800_0000;
    public const uint HasExtras = 0x1000_0000;
    public const uint Protected = 0x2000_0000;
    public const uint Overline = 0x4000_0000;
}
