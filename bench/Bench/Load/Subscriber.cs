using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Homeport.Bench.Programs;

namespace Homeport.Bench.Load;

/// <summary>
/// A WebSocket that follows the events and looks only for the stamps in them: how many came, and how old each one was. It is
/// as cheap as it can be, so that a hundred of them leave the processor to the host.
/// </summary>
internal sealed class Subscriber : IAsyncDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _keepsAges;
    private Task _reading = Task.CompletedTask;
    private long _count;
    private long _awaited = long.MaxValue;
    private TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Subscriber(bool keepsAges) => _keepsAges = keepsAges;

    /// <summary>Milliseconds from the making of each event to its arrival here.</summary>
    public List<double> Ages { get; } = [];

    public long Count => Interlocked.Read(ref _count);

    public static async Task<Subscriber> ConnectAsync(HomeportServer server, bool keepsAges)
    {
        var subscriber = new Subscriber(keepsAges);
        await subscriber._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port));
        await subscriber._socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{server.Port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
            $"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer {server.Token}\r\n\r\n"));
        var request = """{"jsonrpc":"2.0","id":1,"method":"subscribeEvents","params":{}}"""u8.ToArray();
        await subscriber._socket.SendAsync((byte[])[0x81, (byte)(0x80 | request.Length), 0, 0, 0, 0, .. request]);
        subscriber._reading = Task.Run(subscriber.ReadAsync);
        await subscriber._subscribed.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);
        return subscriber;
    }

    /// <summary>Completes when so many have come since it was connected.</summary>
    public Task ReachAsync(long count)
    {
        _reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _awaited, count);
        if (Count >= count)
        {
            _reached.TrySetResult();
        }

        return _reached.Task.WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        await _reading;
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[128 * 1024];
        var kept = 0;
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(kept), SocketFlags.None) is > 0 and var read)
            {
                var rest = Take(buffer.AsSpan(0, kept + read));
                buffer.AsSpan(kept + read - rest, rest).CopyTo(buffer);
                kept = rest;
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }

        _subscribed.TrySetException(new IOException("The host closed the connection."));
    }

    /// <returns>Bytes at the end that may be the beginning of something.</returns>
    private int Take(ReadOnlySpan<byte> bytes)
    {
        var marker = "\"stamp\":"u8;
        if (!_subscribed.Task.IsCompleted && bytes.IndexOf("\"subscriptionId\""u8) >= 0)
        {
            _subscribed.TrySetResult();
        }

        var found = 0L;
        while (bytes.IndexOf(marker) is >= 0 and var at)
        {
            var number = bytes[(at + marker.Length)..];
            var end = number.IndexOf((byte)',');
            if (end < 0)
            {
                bytes = bytes[at..];
                break;
            }

            found++;
            if (_keepsAges && Utf8Parser.TryParse(number, out long stamp, out _))
            {
                Ages.Add(Stopwatch.GetElapsedTime(stamp).TotalMilliseconds);
            }

            bytes = number[end..];
        }

        if (found > 0 && Interlocked.Add(ref _count, found) >= Interlocked.Read(ref _awaited))
        {
            _reached.TrySetResult();
        }

        return bytes.StartsWith(marker) ? bytes.Length : Math.Min(bytes.Length, marker.Length - 1);
    }
}
