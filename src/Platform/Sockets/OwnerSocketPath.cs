using System.Security.Cryptography;
using System.Text;
using Homeport.Platform.Files;
using Homeport.Platform.Native;

namespace Homeport.Platform.Sockets;

/// <summary>Where the owner socket of an installation is. The kernel takes 107 bytes; a longer path moves to /tmp.</summary>
public static class OwnerSocketPath
{
    private const int MaxBytes = 100;

    /// <summary><c>&lt;root&gt;/ipc.sock</c>, or when that is over 100 bytes <c>/tmp/homeport-&lt;12 hex of sha256(root)&gt;.sock</c>.</summary>
    /// <param name="root">The data folder.</param>
    public static string For(string root)
    {
        root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var usual = Path.Combine(root, "ipc.sock");
        return Encoding.UTF8.GetByteCount(usual) <= MaxBytes
            ? usual
            : $"/tmp/homeport-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)).AsSpan(0, 6))}.sock";
    }

    /// <summary>Before listening on it or connecting to it: nothing there, or a socket of ours. /tmp is everybody's.</summary>
    /// <exception cref="UnsafePathException">Somebody else put something there.</exception>
    public static void DemandOurs(string path)
    {
        OperatingSystemSupport.DemandLinux("Checking who owns a socket");
        if (FileStatus.Of(path) is not { } status)
        {
            return;
        }

        if (!status.IsSocket)
        {
            throw new UnsafePathException(path, "it is no socket. Remove it");
        }

        if (status.UserId != LibC.geteuid())
        {
            throw new UnsafePathException(path, $"it belongs to user {status.UserId}, not to you. Choose a shorter data folder, so that the socket can be inside it");
        }
    }
}
