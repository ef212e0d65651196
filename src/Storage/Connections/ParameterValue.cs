using System.Text;

namespace Homeport.Storage.Connections;

/// <summary>Maps the values that callers pass to what both databases store alike.</summary>
internal static class ParameterValue
{
    private static readonly object True = 1L;
    private static readonly object False = 0L;

    public static object ToDatabase(string name, object? value) => value switch
    {
        null => DBNull.Value,
        string text => WellFormed(text),
        long or double or byte[] or string[] or long[] => value,
        int number => (long)number,
        bool flag => flag ? True : False,
        DateTimeOffset time => time.ToUnixTimeMilliseconds(),
        Guid id => id.ToString(),
        short number => (long)number,
        float number => (double)number,
        ReadOnlyMemory<byte> bytes => bytes.ToArray(),
        _ => throw new ArgumentException(
            $"@{name} is a {value.GetType()}. Storage takes text, whole numbers, doubles, booleans, times, ids and bytes; " +
            "map an enum to its word and an object to its JSON first.", nameof(value)),
    };

    /// <summary>
    /// PostgreSQL can store neither U+0000 nor half of a surrogate pair in TEXT, and SQLite would cut the text there. Both
    /// become U+FFFD, in both databases, so that no input can break a write. JSON is not touched: it escapes them.
    /// </summary>
    internal static string WellFormed(string text) =>
        !text.Contains('\0') && (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') || HasOnlyPairs(text))
            ? text
            : Replaced(text);

    private static bool HasOnlyPairs(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]) && (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[++index])))
            {
                return false;
            }
        }

        return true;
    }

    private static string Replaced(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // yields U+FFFD for half of a pair
        {
            result.Append(rune.Value == 0 ? "\uFFFD" : rune.ToString());
        }

        return result.ToString();
    }
}
