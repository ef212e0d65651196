using System.Collections.Concurrent;
using Homeport.Host.Workers;
using Homeport.Protocol.Link;

namespace Homeport.Host.Terminals;

/// <summary>The open sockets of terminals, by the name that the worker knows each under.</summary>
internal sealed class TerminalSockets
{
    private readonly ConcurrentDictionary<string, TerminalSocket> _open = new(StringComparer.Ordinal);

    public void Add(TerminalSocket socket) => _open[socket.ViewerId] = socket;

    public void Remove(TerminalSocket socket) => _open.TryRemove(socket.ViewerId, out _);

    /// <summary>One that is gone is not told any more. Never waits: it is called on the worker's link.</summary>
    public void Route(TerminalOutput output)
    {
        if (_open.TryGetValue(output.ViewerId, out var socket))
        {
            socket.Show(output);
        }
    }

    /// <inheritdoc cref="Route(TerminalOutput)"/>
    public void Route(TerminalViewerChanged news)
    {
        if (_open.TryGetValue(news.ViewerId, out var socket))
        {
            socket.Tell(news);
        }
    }

    /// <summary>The terminal was closed.</summary>
    public Task CloseAsync(string terminalId) => Task.WhenAll(
        _open.Values.Where(socket => socket.TerminalId == terminalId).Select(socket => socket.CloseAsync("the terminal was closed")));

    /// <summary>The connection to the worker is over. The clients come again, and find it back or lost.</summary>
    public Task LeaveAsync(ConnectedWorker worker) => Task.WhenAll(
        _open.Values.Where(socket => socket.Worker == worker).Select(socket => socket.CloseAsync("the worker is away; come again")));
}
