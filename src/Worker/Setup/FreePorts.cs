using System.Net;
using System.Net.Sockets;
using Homeport.Protocol;
using Homeport.Protocol.Link;

namespace Homeport.Worker.Setup;

/// <summary>
/// Finds ports for development servers: below the range from which the system takes ports for outgoing connections, so that
/// they stay free while nobody listens.
/// </summary>
internal sealed class FreePorts
{
    private const int First = 20_000;
    private const int Last = 29_999;

    private int _next = Random.Shared.Next(First, Last + 1); // two installations on one machine begin at different places

    /// <exception cref="WorkerRefusedException">There are not so many.</exception>
    public FindFreePortsResponse Find(FindFreePortsRequest request)
    {
        var taken = request.Taken.ToHashSet();
        var found = new List<int>();
        for (var tries = 0; found.Count < request.Count; tries++)
        {
            if (tries > Last - First)
            {
                throw new WorkerRefusedException(
                    ErrorCodes.Unavailable,
                    $"There are no {request.Count} free ports between {First} and {Last} on this machine. Delete tasks that are not needed any more, then try again.");
            }

            var port = Next();
            if (taken.Add(port) && IsFree(port))
            {
                found.Add(port);
            }
        }

        return new FindFreePortsResponse { Ports = found };
    }

    private int Next()
    {
        var step = (uint)Interlocked.Increment(ref _next);
        return First + (int)(step % (Last - First + 1));
    }

    /// <summary>On every address: a server that listens on one of them alone is in the way too.</summary>
    private static bool IsFree(int port) =>
        CanBind(AddressFamily.InterNetwork, IPAddress.Loopback, port) && CanBind(AddressFamily.InterNetwork, IPAddress.Any, port)
        && (!Socket.OSSupportsIPv6 || (CanBind(AddressFamily.InterNetworkV6, IPAddress.IPv6Loopback, port) && CanBind(AddressFamily.InterNetworkV6, IPAddress.IPv6Any, port)));

    private static bool CanBind(AddressFamily family, IPAddress address, int port)
    {
        using var socket = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.ExclusiveAddressUse = true;
            socket.Bind(new IPEndPoint(address, port));
            return true;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode is SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable; // there is no such address to be in the way
        }
    }
}
