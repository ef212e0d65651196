using System.Globalization;
using System.Text.RegularExpressions;

namespace Homeport.Testing.Models.Scenarios;

/// <summary>
/// What a prompt orders from the model: <c>fake:NAME key=value key="two words" 10</c>. A bare number is
/// <see cref="Count"/>; the first word that is neither ends the directive. Inside double quotes <c>\"</c>, <c>\\</c> and
/// <c>\n</c> mean what they mean in JSON.
/// </summary>
internal sealed partial record Directive(string Name, IReadOnlyDictionary<string, string> Parameters, int? Count)
{
    private const string Mark = "fake:";

    /// <summary>The same for the same order; failures are counted by it and ids are made from it.</summary>
    public string Key => $"{Name} {Count} {string.Join(' ', Parameters.Select(pair => $"{pair.Key}={pair.Value}"))}";

    public static bool IsIn(string text) => text.Contains(Mark, StringComparison.Ordinal);

    /// <summary>The last directive of a text; null when there is none.</summary>
    public static Directive? FindLast(string text)
    {
        var at = text.LastIndexOf(Mark, StringComparison.Ordinal);
        return at < 0 ? null : Parse(text[(at + Mark.Length)..]);
    }

    public static Directive? Parse(string text)
    {
        var line = text.Split('\n', 2)[0];
        if (line.Contains("=\\\"", StringComparison.Ordinal))
        {
            line = line.Replace("\\\"", "\"", StringComparison.Ordinal); // an agent that quoted the whole prompt once more
        }

        var name = NamePattern().Match(line);
        if (!name.Success)
        {
            return null;
        }

        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        int? count = null;
        for (var word = WordPattern().Match(line, name.Length); word.Success; word = word.NextMatch())
        {
            var value = Unquote(word.Groups["value"].Value);
            if (word.Groups["key"].Success)
            {
                parameters[word.Groups["key"].Value] = value;
            }
            else if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                count = number;
            }
            else
            {
                break;
            }
        }

        return new Directive(name.Groups["name"].Value, parameters, count);
    }

    public string? Text(string key) => Parameters.GetValueOrDefault(key);

    public int Number(string key, int otherwise) =>
        int.TryParse(Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static string Unquote(string value) => value switch
    {
        ['"', .. var inner, '"'] => EscapePattern().Replace(inner, match => match.Value[1] == 'n' ? "\n" : match.Value[1..]),
        ['\'', .. var inner, '\''] => inner,
        _ => value,
    };

    [GeneratedRegex("^\\s*(?<name>[a-z0-9-]+)")]
    private static partial Regex NamePattern();

    [GeneratedRegex("""\G\s+(?:(?<key>[a-z][a-z0-9-]*)=)?(?<value>"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"']+)""")]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"\\.")]
    private static partial Regex EscapePattern();
}
