using System.Text.RegularExpressions;

namespace Homeport.Testing.Models.Conversations;

internal static partial class SidePurpose
{
    public static bool IsNamedIn(ModelRequest request)
    {
        var opening = request.Turns.Count > 0 ? string.Join('\n', request.Turns[0].Blocks) : "";
        return Words().IsMatch(Start(request.System, 4000)) || Words().IsMatch(Start(opening, 300));
    }

    private static string Start(string text, int length) => text.Length <= length ? text : text[..length];

    [GeneratedRegex(@"\b(title|topic|summar|suggest|classif|recap)", RegexOptions.IgnoreCase)]
    private static partial Regex Words();
}
