using System.Globalization;

namespace Homeport.Worker.Terminals.Screen;

/// <summary>OSC: the title and links. Colours of the palette and the clipboard are the viewer's own affair.</summary>
internal sealed class OperatingSystemCommands(ScreenState state)
{
    private const int LongestUri = 2048;
    private const int LongestId = 256;

    /// <param name="command"><code>2;title</code><code>8;id=1;https://example.org</code></param>
    public void Run(string command)
    {
        var split = command.IndexOf(';', StringComparison.Ordinal);
        var number = split < 0 ? command : command[..split];
        var text = split < 0 ? "" : command[(split + 1)..];
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var which))
        {
            return;
        }

        switch (which)
        {
            case 0 or 2:
                state.Title = text;
                break;
            case 8:
                SetLink(text);
                break;
        }
    }

    /// <param name="text"><code>id=1:other=2;https://example.org</code>A link without address ends the one before.</param>
    private void SetLink(string text)
    {
        var split = text.IndexOf(';', StringComparison.Ordinal);
        if (split < 0)
        {
            return;
        }

        var parameters = text[..split].Trim();
        var uri = text[(split + 1)..];
        if (uri.Length == 0)
        {
            if (parameters.Length == 0)
            {
                state.SetExtended(state.Pen.Extended with { Link = null });
            }

            return;
        }

        var id = Array.Find(parameters.Split(':'), part => part.StartsWith("id=", StringComparison.Ordinal))?[3..];
        var isTooLong = uri.Length > LongestUri || id?.Length > LongestId;
        state.SetExtended(state.Pen.Extended with { Link = isTooLong ? null : new Hyperlink(string.IsNullOrEmpty(id) ? null : id, uri) });
    }
}
