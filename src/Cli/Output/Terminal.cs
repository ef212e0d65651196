using System.Text;

namespace Homeport.Cli.Output;

/// <summary>
/// Text of agents and repositories on its way to a terminal. Control characters in it could move the cursor, set the title or
/// answer as if typed; they are shown as what they are.
/// </summary>
internal static class Terminal
{
    public const string Reset = "\u001b[0m";
    public const string Red = "\u001b[31m";
    public const string Green = "\u001b[32m";
    public const string Cyan = "\u001b[36m";
    public const string Bold = "\u001b[1m";
    public const string Dim = "\u001b[2m";

    /// <summary>Line breaks and tabs stay; other control characters become their picture (U+2400 …) or U+FFFD.</summary>
    public static string Harmless(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u0000', '\u001f') && !text.AsSpan().ContainsAnyInRange('\u007f', '\u009f'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            clean.Append(character switch
            {
                '\n' or '\t' => character,
                '\r' => '␍',
                < ' ' => (char)('\u2400' + character),
                '\u007f' => '␡',
                >= '\u0080' and <= '\u009f' => '\ufffd',
                _ => character,
            });
        }

        return clean.ToString();
    }
}
