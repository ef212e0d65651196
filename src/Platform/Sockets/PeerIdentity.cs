using System.Net.Sockets;
using System.Runtime.InteropServices;
using Homeport.Platform.Native;

namespace Homeport.Platform.Sockets;

/// <summary>Who is at the other end of a Unix socket, as the kernel noted when it connected (or listened).</summary>
/// <param name="ProcessId">May have ended since.</param>
/// <param name="UserId">The effective user.</param>
public readonly record struct PeerIdentity(int ProcessId, uint UserId)
{
    private const int SOL_SOCKET = 1;
    private const int SO_PEERCRED = 17;

    /// <summary>The effective user of this process.</summary>
    public static uint CurrentUserId
    {
        get
        {
            OperatingSystemSupport.DemandLinux("Asking for the user's number");
            return LibC.geteuid();
        }
    }

    /// <summary>Is it the user that we run as?</summary>
    public bool IsCurrentUser => UserId == CurrentUserId;

    /// <param name="socket">A connected Unix socket.</param>
    /// <exception cref="SocketException">It is none, or not connected.</exception>
    public static PeerIdentity Of(Socket socket)
    {
        OperatingSystemSupport.DemandLinux("Asking who is at the other end of a socket");
        Span<byte> credentials = stackalloc byte[12]; // struct ucred: pid, uid, gid
        if (socket.AddressFamily != AddressFamily.Unix || socket.GetRawSocketOption(SOL_SOCKET, SO_PEERCRED, credentials) != credentials.Length)
        {
            throw new SocketException((int)SocketError.OperationNotSupported);
        }

        var numbers = MemoryMarshal.Cast<byte, int>(credentials);
        return new PeerIdentity(numbers[0], (uint)numbers[1]);
    }
}
