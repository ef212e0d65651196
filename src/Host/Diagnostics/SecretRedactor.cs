using System.Text;
using System.Text.RegularExpressions;

namespace Homeport.Host.Diagnostics;

/// <summary>
/// Takes out of a text what opens something or says whose machine it is: known secrets in each form, what looks like a secret,
/// the home folder and the user's name. It rather takes too much: what it leaves is read by strangers.
/// </summary>
public sealed partial class SecretRedactor
{
    private const string Gone = "‹redacted›";
    private const int ShortestSecret = 8;
    private const int ShortestName = 3;
    private const int AccessTokenLength = 43;

    private readonly string[] _secrets;
    private readonly (string Text, string Instead)[] _places;

    /// <param name="secrets">Values that are known to be secret, whatever they look like.</param>
    /// <param name="home">The home folder; null where nobody knows it.</param>
    /// <param name="names">The user's and the machine's name.</param>
    public SecretRedactor(IEnumerable<string> secrets, string? home, IEnumerable<(string Name, string Instead)> names)
    {
        _secrets = [.. secrets.Where(secret => secret.Length >= ShortestSecret).SelectMany(Forms).Distinct(StringComparer.Ordinal).OrderByDescending(form => form.Length)];
        var places = new List<(string, string)>();
        if (home is { Length: > 1 })
        {
            places.Add((home, "~"));
            places.Add((home.Replace('/', '-'), "~")); // as agents name folders after projects
        }

        places.AddRange(names.Where(name => name.Name.Length >= ShortestName));
        _places = [.. places];
    }

    public string Redact(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, Gone, StringComparison.Ordinal);
        }

        text = PrivateKey().Replace(text, Gone);
        text = UserInUrl().Replace(text, "$1" + Gone + "@");
        text = Header().Replace(text, "$1" + Gone);
        text = Scheme().Replace(text, "$1 " + Gone);
        text = Flag().Replace(text, "$1" + Gone);
        text = Assignment().Replace(text, match => match.Groups["value"].Value.Contains(Gone, StringComparison.Ordinal)
            ? match.Value
            : match.Groups["name"].Value + Gone);
        text = Token().Replace(text, Gone);
        text = Random().Replace(text, match => IsRandom(match.ValueSpan) ? Gone : match.Value);
        foreach (var (place, instead) in _places)
        {
            text = place.StartsWith('/') || place.StartsWith('-')
                ? text.Replace(place, instead, StringComparison.Ordinal)
                : Regex.Replace(text, $@"(?<![A-Za-z0-9]){Regex.Escape(place)}(?![A-Za-z0-9])", instead, RegexOptions.CultureInvariant, Patience);
        }

        return text;
    }

    private static TimeSpan Patience => TimeSpan.FromSeconds(5);

    private static IEnumerable<string> Forms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return secret;
        yield return Convert.ToBase64String(bytes).TrimEnd('=');
        yield return Uri.EscapeDataString(secret);
        yield return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Three kinds of characters and no words in between: ids and hashes in hex are not meant.</summary>
    private static bool IsRandom(ReadOnlySpan<char> text)
    {
        var (digits, upper, lower) = (0, 0, 0);
        foreach (var character in text)
        {
            digits += char.IsAsciiDigit(character) ? 1 : 0;
            upper += char.IsAsciiLetterUpper(character) ? 1 : 0;
            lower += char.IsAsciiLetterLower(character) ? 1 : 0;
        }

        return upper > 3 && lower > 3 && (digits > 1 || text.Length >= AccessTokenLength); // one in 150 tokens has no two digits
    }

    [GeneratedRegex(@"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)", RegexOptions.None, 5000)]
    private static partial Regex PrivateKey();

    // https://ada:secret@example.org
    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]{1,20}://)[^\s/@""'<>]+@", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex UserInUrl();

    // Authorization: Basic xyz   Cookie: a=b; c=d   #login=xyz
    [GeneratedRegex(@"(\b(?:proxy-)?authorization""?\s*[:=]\s*""?|\b(?:set-)?cookie""?\s*[:=]\s*""?|\bx-api-key""?\s*[:=]\s*""?|#login=)[^\r\n""]+", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Header();

    [GeneratedRegex(@"\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Scheme();

    // --token xyz   --password=xyz
    [GeneratedRegex(@"((?:^|\s)--?[a-z0-9-]*(?:token|secret|passw(?:or)?d|passphrase|api-?key|credentials?|auth)[a-z0-9-]*(?:=|\s+))(?!-)\S+", RegexOptions.IgnoreCase | RegexOptions.Multiline, 5000)]
    private static partial Regex Flag();

    // OPENAI_API_KEY=xyz   "password": "xyz"   Password=xyz;
    [GeneratedRegex(@"(?<name>[A-Za-z0-9_.-]*(?:token|secret|passw(?:or)?d|passphrase|passwort|api[_-]?key|access[_-]?key|private[_-]?key|signing[_-]?key|credentials?|_key|_pwd|\bpwd|_auth|session[_-]?id|dsn|connection[_-]?string)[A-Za-z0-9_.-]*(?:\\?[""'])?\s*(?:=|:|=>)\s*)(?<value>\\?""(?:[^""\\]|\\.)*""|'[^']*'|[^\s,;&""'}]+)", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{12,}|\b(?:gh[pousr]_|github_pat_|glpat-|xox[abposr]-|hf_|npm_|pypi-|dop_v1_|AIza|ya29\.)[A-Za-z0-9_.-]{10,}|\b(?:AKIA|ASIA)[0-9A-Z]{12,}|\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}(?:\.[A-Za-z0-9_-]*)?", RegexOptions.None, 5000)]
    private static partial Regex Token();

    [GeneratedRegex(@"[A-Za-z0-9_+-]{30,}={0,2}", RegexOptions.None, 5000)]
    private static partial Regex Random();
}
