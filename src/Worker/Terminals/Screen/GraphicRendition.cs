using static Homeport.Worker.Terminals.Screen.CellStyle;

namespace Homeport.Worker.Terminals.Screen;

/// <summary>SGR: colours and looks of the text to come.</summary>
internal sealed class GraphicRendition(ScreenState state)
{
    private const byte Single = 1;
    private const byte Double = 2;
    private const byte Dashed = 5;

    public void Apply(SequenceParameters parameters)
    {
        for (var index = 0; index < parameters.Count; index++)
        {
            var code = parameters[index];
            if (code is 38 or 48 or 58)
            {
                index += SetColor(parameters, index);
            }
            else if (code == 4)
            {
                var style = parameters.Sub(index);
                SetUnderline(style.IsEmpty || style[0] is < 0 or > Dashed ? Single : (byte)style[0]);
            }
            else
            {
                Apply(code);
            }
        }
    }

    private void Apply(int code)
    {
        ref var pen = ref state.Pen;
        switch (code)
        {
            case 0:
                pen.Foreground = pen.Background = 0;
                state.SetExtended(pen.Extended with { Underline = 0, UnderlineColor = 0 });
                break;
            case 21:
                SetUnderline(Double);
                break;
            case 22:
                pen.Foreground &= ~Bold;
                pen.Background &= ~Dim;
                break;
            case 24:
                SetUnderline(0);
                break;
            case 39:
                pen.Foreground &= ~(KindMask | ColorMask);
                break;
            case 49:
                pen.Background &= ~(KindMask | ColorMask);
                break;
            case 59:
                state.SetExtended(pen.Extended with { UnderlineColor = 0 });
                break;
            case (>= 30 and <= 37) or (>= 90 and <= 97):
                pen.Foreground = (pen.Foreground & ~(KindMask | ColorMask)) | Palette16 | Sixteen(code);
                break;
            case (>= 40 and <= 47) or (>= 100 and <= 107):
                pen.Background = (pen.Background & ~(KindMask | ColorMask)) | Palette16 | Sixteen(code - 10);
                break;
            default:
                ApplyFlag(ref pen, code);
                break;
        }
    }

    private static void ApplyFlag(ref Pen pen, int code)
    {
        switch (code)
        {
            case 1:
                pen.Foreground |= Bold;
                break;
            case 2:
                pen.Background |= Dim;
                break;
            case 3:
                pen.Background |= Italic;
                break;
            case 5:
                pen.Foreground |= Blink;
                break;
            case 7:
                pen.Foreground |= Inverse;
                break;
            case 8:
                pen.Foreground |= Invisible;
                break;
            case 9:
                pen.Foreground |= Strikethrough;
                break;
            case 23:
                pen.Background &= ~Italic;
                break;
            case 25:
                pen.Foreground &= ~Blink;
                break;
            case 27:
                pen.Foreground &= ~Inverse;
                break;
            case 28:
                pen.Foreground &= ~Invisible;
                break;
            case 29:
                pen.Foreground &= ~Strikethrough;
                break;
            case 53:
                pen.Background |= Overline;
                break;
            case 55:
                pen.Background &= ~Overline;
                break;
        }
    }

    /// <summary>30 to 37 are the dark ones, 90 to 97 the bright ones.</summary>
    private static uint Sixteen(int code) => code >= 90 ? (uint)(code - 90) | 8 : (uint)(code - 30);

    private void SetUnderline(byte style)
    {
        ref var pen = ref state.Pen;
        pen.Foreground = style == 0 ? pen.Foreground & ~Underline : pen.Foreground | Underline;
        state.SetExtended(pen.Extended with { Underline = style });
    }

    /// <summary>
    /// <code>
    /// 38;5;n   38:5:n   38;2;r;g;b   38:2:r:g:b   38:2::r:g:b
    /// </code>
    /// The places, whichever of these it is: what, kind, colour space, red or index, green, blue.
    /// </summary>
    /// <returns>How many parameters further the colour ended.</returns>
    private int SetColor(SequenceParameters parameters, int first)
    {
        Span<int> places = [0, 0, -1, 0, 0, 0];
        var shift = 0; // 1 when the place of the colour space is left out
        var advance = 0;
        do
        {
            places[advance + shift] = parameters[first + advance];
            var sub = parameters.Sub(first + advance);
            if (!sub.IsEmpty)
            {
                for (var index = 0; index < sub.Length && (index == 0 || index + advance + 1 + shift < places.Length); index++)
                {
                    shift = places[1] == 5 ? 1 : shift;
                    var place = advance + index + 1 + shift;
                    if (place < places.Length)
                    {
                        places[place] = sub[index];
                    }
                }

                break;
            }

            if ((places[1] == 5 && advance + shift >= 2) || (places[1] == 2 && advance + shift >= 5))
            {
                break;
            }

            shift = places[1] != 0 ? 1 : shift;
        }
        while (++advance + first < parameters.Count && advance + shift < places.Length);

        Apply(places[0], places[1], Math.Max(places[3], 0), Math.Max(places[4], 0), Math.Max(places[5], 0));
        return advance;
    }

    private void Apply(int what, int kind, int red, int green, int blue)
    {
        ref var pen = ref state.Pen;
        switch (what)
        {
            case 38:
                pen.Foreground = Colored(pen.Foreground, kind, red, green, blue);
                break;
            case 48:
                pen.Background = Colored(pen.Background, kind, red, green, blue);
                break;
            case 58:
                var style = pen.Extended with { UnderlineColor = Colored(pen.Extended.UnderlineColor, kind, red, green, blue) };
                if ((pen.Background & HasExtras) != 0)
                {
                    state.SetExtended(style);
                }
                else
                {
                    pen.Extended = style; // seen once there is an underline
                }

                break;
        }
    }

    private static uint Colored(uint bits, int kind, int red, int green, int blue) => kind switch
    {
        2 => (bits & ~ColorMask) | Rgb | (uint)((red & 0xFF) << 16 | (green & 0xFF) << 8 | (blue & 0xFF)),
        5 => (bits & ~(KindMask | ColorMask)) | Palette256 | (uint)(red & 0xFF),
        _ => bits,
    };
}
