namespace Homeport.Host.Access;

/// <summary>Makes a name that a person recognises out of what a browser calls itself.</summary>
internal static class BrowserName
{
    // Later ones also name the earlier ones, so the order decides.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chromium/", "Chromium"), ("HeadlessChrome/", "Chromium"),
        ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];

    public static string Of(string userAgent)
    {
        var browser = Find(Browsers, userAgent) ?? "A browser";
        return Find(Systems, userAgent) is { } system ? $"{browser} on {system}" : browser;
    }

    private static string? Find((string Mark, string Name)[] marks, string userAgent)
    {
        foreach (var (mark, name) in marks)
        {
            if (userAgent.Contains(mark, StringComparison.Ordinal))
            {
                return name;
            }
        }

        return null;
    }
}
