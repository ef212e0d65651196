using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Homeport.Platform.Supervision;

/// <summary>Asks a port of this machine whether somebody is there.</summary>
internal static class NetworkProbe
{
    private static readonly IPAddress[] Loopbacks = [IPAddress.Loopback, IPAddress.IPv6Loopback];

    private static readonly Lazy<HttpClient> Client = new(() => new HttpClient(
        new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero },
        disposeHandler: true)
    { Timeout = Timeout.InfiniteTimeSpan });

    /// <summary>Whether a connection to the port is taken, by IPv4 or IPv6.</summary>
    public static async Task<bool> IsOpenAsync(int port, CancellationToken cancellationToken)
    {
        foreach (var address in Loopbacks)
        {
            try
            {
                using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken);
                return true;
            }
            catch (SocketException)
            {
                // Nobody there, or a machine without that family.
            }
        }

        return false;
    }

    public static async Task<string?> TcpAsync(int? port, CancellationToken cancellationToken)
    {
        if (port is not { } number)
        {
            return "no port of it is known";
        }

        return await IsOpenAsync(number, cancellationToken) ? null : $"nothing answers at port {number}";
    }

    public static async Task<string?> HttpAsync(string url, int? port, CancellationToken cancellationToken)
    {
        url = url.Replace("{port}", port?.ToString(CultureInfo.InvariantCulture) ?? "", StringComparison.Ordinal);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            return $"'{url}' is no address to ask";
        }

        try
        {
            using var response = await Client.Value.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode is >= 200 and < 400 ? null : $"{url} answers {(int)response.StatusCode}";
        }
        catch (HttpRequestException exception)
        {
            return $"{url} does not answer: {exception.Message}";
        }
    }
}
