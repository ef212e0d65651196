using System.Globalization;
using System.Text;
using static Homeport.Worker.Terminals.Screen.CellStyle;

namespace Homeport.Worker.Terminals.Screen;

/// <summary>A style as the parameters of SGR, from nothing: <c>0;1;38;2;10;20;30</c>.</summary>
internal static class PenText
{
    public static string Of(in Pen pen) => Of(pen.Foreground, pen.Background, pen.Extended);

    public static string Of(uint foreground, uint background, ExtendedStyle extended)
    {
        var text = new StringBuilder("0");
        AddIf(text, (foreground & Bold) != 0, 1);
        AddIf(text, (background & Dim) != 0, 2);
        AddIf(text, (background & Italic) != 0, 3);
        AddUnderline(text, foreground, extended);
        AddIf(text, (foreground & Blink) != 0, 5);
        AddIf(text, (foreground & Inverse) != 0, 7);
        AddIf(text, (foreground & Invisible) != 0, 8);
        AddIf(text, (foreground & Strikethrough) != 0, 9);
        AddIf(text, (background & Overline) != 0, 53);
        AddColor(text, foreground, 30);
        AddColor(text, background, 40);
        return text.ToString();
    }

    private static void AddIf(StringBuilder text, bool isSet, int code)
    {
        if (isSet)
        {
            text.Append(CultureInfo.InvariantCulture, $";{code}");
        }
    }

    private static void AddUnderline(StringBuilder text, uint foreground, ExtendedStyle extended)
    {
        if ((foreground & Underline) != 0)
        {
            text.Append(extended.Underline > 1 ? string.Create(CultureInfo.InvariantCulture, $";4:{extended.Underline}") : ";4");
        }

        var color = extended.UnderlineColor;
        switch (color & KindMask)
        {
            case Rgb:
                text.Append(CultureInfo.InvariantCulture, $";58;2;{color >> 16 & 0xFF};{color >> 8 & 0xFF};{color & 0xFF}");
                break;
            case Palette256:
                text.Append(CultureInfo.InvariantCulture, $";58;5;{color & 0xFF}");
                break;
        }
    }

    /// <param name="first">30 for the foreground, 40 for the background: the other codes count from there.</param>
    private static void AddColor(StringBuilder text, uint bits, int first)
    {
        var color = bits & ColorMask;
        switch (bits & KindMask)
        {
            case Palette16:
                text.Append(CultureInfo.InvariantCulture, $";{first + (color & 7) + (color > 7 ? 60 : 0)}");
                break;
            case Palette256:
                text.Append(CultureInfo.InvariantCulture, $";{first + 8};5;{color}");
                break;
            case Rgb:
                text.Append(CultureInfo.InvariantCulture, $";{first + 8};2;{color >> 16 & 0xFF};{color >> 8 & 0xFF};{color & 0xFF}");
                break;
        }
    }
}
