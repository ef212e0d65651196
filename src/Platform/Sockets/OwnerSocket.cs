using System.Net.Sockets;

namespace Homeport.Platform.Sockets;

/// <summary>A Unix socket that only its owner may connect to.</summary>
public static class OwnerSocket
{
    /// <summary>
    /// Listens at the path with mode 0600. What is left there of an earlier program of ours goes: the caller holds a lock that
    /// says that nobody else listens.
    /// </summary>
    /// <param name="path">See <see cref="OwnerSocketPath"/>.</param>
    /// <param name="backlog">Connections that may wait.</param>
    /// <exception cref="Files.UnsafePathException">Somebody else put something there.</exception>
    public static Socket Listen(string path, int backlog)
    {
        OwnerSocketPath.DemandOurs(path);
        File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            socket.Listen(backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
