using System.Net.Sockets;
using System.Text;

namespace Homeport.Host.Tests.Access;

/// <summary>Bytes to the port and back, for requests that no well-behaved client sends.</summary>
internal static class RawHttp
{
    /// <returns>The status line and everything after it, until the host closes.</returns>
    public static async Task<string> SendAsync(TestHost host, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", host.Running.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request.ReplaceLineEndings("\r\n")), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    public static int Status(string answer) => answer.Length == 0 ? 0 : int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
}
