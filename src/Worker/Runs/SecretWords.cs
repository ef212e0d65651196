using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Homeport.Protocol.Link;
using Homeport.Protocol.Tasks;

namespace Homeport.Worker.Runs;

/// <summary>
/// Values that a person entered for programs, as they may turn up in what a session says: as they are, in base64, as a part of an
/// address, within JSON. They are replaced before anything is written or sent. What is shorter than eight characters is no secret.
/// </summary>
internal sealed class SecretWords
{
    public const string Mask = "•••";
    private const int Shortest = 8;

    /// <summary>The longest first, so that no part of a word is found before the whole.</summary>
    private readonly string[] _words;

    private readonly string[] _jsonWords;

    public SecretWords(IEnumerable<string> values)
    {
        string[] clear =
        [
            .. values.SelectMany(value => (string[])[value, value[(value.LastIndexOf(' ') + 1)..]]) // the token behind "Bearer "
                .Where(value => value.Length >= Shortest).Distinct(StringComparer.Ordinal),
        ];
        string[] encoded = [.. clear.Select(value => Convert.ToBase64String(Encoding.UTF8.GetBytes(value)).TrimEnd('=')), .. clear.Select(Uri.EscapeDataString)];
        _words = Sorted([.. clear, .. encoded]);
        _jsonWords = Sorted(
        [
            .. _words, .. clear.Select(value => JsonEncodedText.Encode(value).ToString()),
            .. clear.Select(value => JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()),
        ]);
    }

    /// <summary>What a turn's programs are given.</summary>
    public static SecretWords Of(AssignTaskRequest assignment) => new(
        assignment.McpServers.SelectMany(server => server.Environment.Values.Concat(server.Headers.Values).Concat(QueryOf(server.Url)))
            .Concat(assignment.Program?.Environment.Values ?? []));

    public string Hide(string text) => Hide(text, _words);

    public JsonElement Hide(JsonElement payload)
    {
        if (_jsonWords.Length == 0)
        {
            return payload;
        }

        var text = payload.GetRawText();
        var hidden = Hide(text, _jsonWords);
        return ReferenceEquals(text, hidden) ? payload : JsonElement.Parse(hidden);
    }

    public TaskFailure? Hide(TaskFailure? failure) => failure is null || _words.Length == 0
        ? failure
        : failure with { Message = Hide(failure.Message), Detail = failure.Detail is { } detail ? Hide(detail) : null };

    /// <summary>What of a text that goes on can be told by now: an end that may be the beginning of a word waits for more.</summary>
    /// <param name="text">What came.</param>
    /// <param name="undecided">What waited before, and what waits then.</param>
    public string Decide(string text, ref string undecided)
    {
        text = Hide(undecided + text);
        var waits = _words.Length == 0 ? 0 : _words.Max(word => CommonLength(text, word));
        undecided = text[^waits..];
        return text[..^waits];
    }

    /// <summary>How much of the text's end is the beginning of a word.</summary>
    private static int CommonLength(string text, string word)
    {
        var length = Math.Min(word.Length - 1, text.Length);
        while (length > 0 && !text.AsSpan(text.Length - length).SequenceEqual(word.AsSpan(0, length)))
        {
            length--;
        }

        return length;
    }

    private static string Hide(string text, string[] words)
    {
        foreach (var word in words)
        {
            text = text.Contains(word, StringComparison.Ordinal) ? text.Replace(word, Mask, StringComparison.Ordinal) : text;
        }

        return text;
    }

    private static string[] Sorted(string[] words) => [.. words.Distinct(StringComparer.Ordinal).OrderByDescending(word => word.Length)];

    private static IEnumerable<string> QueryOf(string? url) => url is null
        ? []
        : new Uri(url).Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => Uri.UnescapeDataString(pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]));
}
