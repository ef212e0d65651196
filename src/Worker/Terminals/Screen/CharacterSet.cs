namespace Homeport.Worker.Terminals.Screen;

/// <summary>A set that a program can designate with <c>ESC (</c> and its letter: what it has in place of some ASCII characters.</summary>
internal sealed class CharacterSet
{
    private static readonly CharacterSet[] All =
    [
        new('0', "`abcdefghijklmnopqrstuvwxyz{|}~", "◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·"), // line drawing
        new('A', "#", "£"),
        new('4', @"#@[\]{|}~", "£¾i½|¨f¼´"),
        new('C', @"[\]^`{|}~", "ÄÖÅÜéäöåü"),
        new('5', @"[\]^`{|}~", "ÄÖÅÜéäöåü"),
        new('R', @"#@[\]{|}~", "£à°ç§éùè¨"),
        new('Q', @"@[\]^`{|}~", "àâçêîôéùèû"),
        new('K', @"@[\]{|}~", "§ÄÖÜäöüß"),
        new('Y', @"#@[\]`{|}~", "£§°çéùàòèì"),
        new('E', @"@[\]^`{|}~", "ÄÆØÅÜäæøåü"),
        new('6', @"@[\]^`{|}~", "ÄÆØÅÜäæøåü"),
        new('Z', @"#@[\]{|}", "£§¡Ñ¿°ñç"),
        new('H', @"@[\]^`{|}~", "ÉÄÖÅÜéäöåü"),
        new('7', @"@[\]^`{|}~", "ÉÄÖÅÜéäöåü"),
        new('=', @"#@[\]^_`{|}~", "ùàéçêîèôäöüû"),
    ];

    private readonly char[] _replacements = new char[0x80];

    private CharacterSet(char letter, string from, string to)
    {
        Letter = letter;
        for (var index = 0; index < from.Length; index++)
        {
            _replacements[from[index]] = to[index];
        }
    }

    public char Letter { get; }

    /// <param name="set">Null for plain ASCII.</param>
    /// <returns>False when there is no set of that letter.</returns>
    public static bool TryFind(char letter, out CharacterSet? set)
    {
        set = Array.Find(All, known => known.Letter == letter);
        return set is not null || letter == 'B';
    }

    public int Map(int codePoint) =>
        codePoint < _replacements.Length && _replacements[codePoint] is not '\0' and var replacement ? replacement : codePoint;
}
