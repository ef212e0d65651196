using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Homeport.Bench.Programs;

namespace Homeport.Bench.Load;

/// <summary>
/// Asks the same thing over many connections, each one request at a time, and counts the answers. It reads no more of an answer
/// than its status and its end, so that on a shared machine little of the time goes to the asking.
/// </summary>
internal static class HttpLoad
{
    private const int Connections = 64;

    public static byte[] Get(int port, string path, string? token = null) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{Authorization(token)}\r\n");

    public static byte[] Rpc(int port, string method, string token)
    {
        var body = $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}"}""";
        return Encoding.ASCII.GetBytes(
            $"POST /rpc HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{Authorization(token)}Content-Type: application/json\r\n" +
            $"Content-Length: {body.Length}\r\n\r\n{body}");
    }

    /// <summary>Asks for the length of a window that begins a third of it after the start.</summary>
    public static async Task<Load> RunAsync(Server server, byte[] request, TimeSpan window)
    {
        using var stop = new CancellationTokenSource();
        var lines = Enumerable.Range(0, Connections).Select(_ => new Line(server.Port, request)).ToArray();
        var running = lines.Select(line => Task.Run(() => line.RunAsync(stop.Token))).ToArray();
        await Task.Delay(window / 3, TimeProvider.System);
        var (answersBefore, processorBefore, start) = (lines.Sum(line => line.Answers), server.ProcessorSeconds(), Stopwatch.GetTimestamp());
        await Task.Delay(window, TimeProvider.System);
        var (answers, processor, took) = (
            lines.Sum(line => line.Answers) - answersBefore, server.ProcessorSeconds() - processorBefore, Stopwatch.GetElapsedTime(start));
        await stop.CancelAsync();
        await Task.WhenAll(running);
        return new Load(answers / took.TotalSeconds, processor / Math.Max(answers, 1) * 1e6);
    }

    private static string Authorization(string? token) => token is null ? "" : $"Authorization: Bearer {token}\r\n";

    private sealed class Line(int port, byte[] request)
    {
        private byte[] _buffer = new byte[256 * 1024];
        private long _answers;

        public long Answers => Volatile.Read(ref _answers);

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), CancellationToken.None);
            while (!cancellationToken.IsCancellationRequested)
            {
                await socket.SendAsync(request, SocketFlags.None, CancellationToken.None); // a request that was begun is answered
                var length = 0;
                do
                {
                    if (length == _buffer.Length)
                    {
                        Array.Resize(ref _buffer, length * 2);
                    }

                    var read = await socket.ReceiveAsync(_buffer.AsMemory(length), SocketFlags.None, CancellationToken.None);
                    length += read > 0 ? read : throw new IOException("The server closed the connection.");
                }
                while (!IsWhole(_buffer.AsSpan(0, length)));

                Volatile.Write(ref _answers, _answers + 1);
            }
        }

        private static bool IsWhole(ReadOnlySpan<byte> answer)
        {
            var head = answer.IndexOf("\r\n\r\n"u8);
            if (head < 0)
            {
                return false;
            }

            if (!answer.StartsWith("HTTP/1.1 200"u8))
            {
                throw new InvalidOperationException($"The server answered: {Encoding.UTF8.GetString(answer)}");
            }

            var at = answer[..head].IndexOf("Content-Length: "u8);
            return at < 0
                ? answer.EndsWith("\r\n0\r\n\r\n"u8)
                : Utf8Parser.TryParse(answer[(at + "Content-Length: ".Length)..head], out int length, out _) && answer.Length >= head + 4 + length;
        }
    }
}

/// <summary>What came of it.</summary>
/// <param name="PerSecond">Answers.</param>
/// <param name="Processor">Microseconds that the server worked for each answer; it hardly depends on what else the machine does.</param>
internal sealed record Load(double PerSecond, double Processor);
