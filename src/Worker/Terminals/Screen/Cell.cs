using System.Runtime.InteropServices;

namespace Homeport.Worker.Terminals.Screen;

/// <summary>
/// One cell of the grid, 16 bytes. All zero is an empty cell in the default style, so clearing is clearing memory.
/// Colours and flags lie in the bits in which xterm.js keeps them: <see cref="CellStyle"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Cell
{
    private const uint CodePointMask = 0x1F_FFFF;
    private const uint GraphemeFlag = 0x20_0000;
    private const uint ContentMask = CodePointMask | GraphemeFlag;
    private const int WidthShift = 22;

    /// <summary>Bits 0-20: code point or number of a grapheme; 21: it is a grapheme; 22-23: the width, exclusive-or 1.</summary>
    public uint Content;
    public uint Foreground;
    public uint Background;

    /// <summary>Number of an <see cref="ExtendedStyle"/>; 0 when there is none.</summary>
    public uint Extras;

    /// <summary>Cells that it takes: 1, 2, or 0 for the second half of a wide one and for a mark that had nothing to join.</summary>
    public readonly int Width => (int)(Content >> WidthShift) ^ 1;

    public readonly bool HasContent => (Content & ContentMask) != 0;

    public readonly bool IsGrapheme => (Content & GraphemeFlag) != 0;

    /// <summary>The second half of a wide character.</summary>
    public readonly bool IsTail => Content == 1u << WidthShift;

    /// <summary>Code point, or number of the grapheme.</summary>
    public readonly uint Value => Content & CodePointMask;

    public readonly bool IsProtected => (Background & CellStyle.Protected) != 0;

    public readonly bool HasDefaultStyle => (Foreground | Background | Extras) == 0;

    public static uint ContentOf(int codePoint, int width) => (uint)codePoint | ((uint)(width ^ 1) << WidthShift);

    public static uint ContentOfGrapheme(uint number, int width) => number | GraphemeFlag | ((uint)(width ^ 1) << WidthShift);

    public readonly bool HasStyleOf(in Cell other) =>
        Foreground == other.Foreground && Background == other.Background && Extras == other.Extras;
}
