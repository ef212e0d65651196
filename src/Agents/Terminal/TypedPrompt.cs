using System.Text;

namespace Homeport.Agents.Terminal;

/// <summary>A prompt as keys: what a paste would type, without anything that could be taken for a key or the end of the paste.</summary>
internal static class TypedPrompt
{
    public static readonly byte[] Enter = [(byte)'\r'];

    /// <summary>Ctrl-C.</summary>
    public static readonly byte[] Interrupt = [0x03];

    private const string PasteBegins = "\e[200~";
    private const string PasteEnds = "\e[201~";

    /// <param name="text">What a person said.</param>
    /// <param name="isMarked">The program has asked for marks around what is pasted; else its lines are typed one after another.</param>
    public static byte[] Encode(string text, bool isMarked)
    {
        var typed = new StringBuilder(text.Length + 16);
        if (isMarked)
        {
            typed.Append(PasteBegins);
        }

        foreach (var rune in text.Trim().ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value == '\n')
            {
                typed.Append('\r'); // as terminals paste the end of a line
            }
            else if (rune.Value == '\t' || !Rune.IsControl(rune))
            {
                typed.Append(rune.ToString());
            }
        }

        if (isMarked)
        {
            typed.Append(PasteEnds);
        }

        return Encoding.UTF8.GetBytes(typed.ToString());
    }
}
