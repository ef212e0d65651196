using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Homeport.Host.Access;

/// <summary>
/// The cookie of a browser that is logged in. Browsers send a cookie to every port of a host, so its name carries ours:
/// hosts on other ports keep their own, and ours means nothing to them.
/// </summary>
internal static class LoginCookie
{
    public static string Name(int port) => string.Create(CultureInfo.InvariantCulture, $"homeport-{port}");

    public static string? Read(HttpRequest request, int port)
    {
        var cookies = request.Headers.Cookie.ToString();
        if (cookies.Length == 0)
        {
            return null;
        }

        var name = Name(port);
        foreach (var part in cookies.AsSpan().Split(';'))
        {
            var cookie = cookies.AsSpan(part).Trim();
            if (cookie.Length > name.Length && cookie[name.Length] == '=' && cookie.StartsWith(name, StringComparison.Ordinal))
            {
                return cookie[(name.Length + 1)..].ToString();
            }
        }

        return null;
    }

    public static void Write(HttpResponse response, int port, string secret, bool isSecure) =>
        Set(response, port, secret, (long)Credentials.BrowserLifetime.TotalSeconds, isSecure);

    public static void Remove(HttpResponse response, int port) => Set(response, port, "", 0, isSecure: false);

    private static void Set(HttpResponse response, int port, string value, long seconds, bool isSecure) =>
        response.Headers.SetCookie = string.Create(
            CultureInfo.InvariantCulture,
            $"{Name(port)}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{(isSecure ? "; Secure" : "")}");
}
