using System.Security.Cryptography;
using System.Text;
using Homeport.Platform.Files;
using Homeport.Platform.Native;

namespace Homeport.Platform.Sockets;

/// <summary>Where the sockets of an installation are. The kernel takes 107 bytes; a longer path moves to /tmp.</summary>
public static class OwnerSocketPath
{
    private const int MaxBytes = 100;

    /// <summary><c>&lt;root&gt;/ipc.sock</c>, or when that is over 100 bytes <c>/tmp/homeport-&lt;12 hex of sha256(root)&gt;.sock</c>.</summary>
    /// <param name="root">The data folder.</param>
    public static string For(string root) => Named(root, "ipc.sock", "");

    /// <summary>Where workers reach the host: <c>&lt;root&gt;/worker.sock</c>, or <c>/tmp/homeport-&lt;12 hex&gt;-worker.sock</c>.</summary>
    /// <param name="root">The data folder.</param>
    public static string ForWorkers(string root) => Named(root, "worker.sock", "-worker");

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

    private static string Named(string root, string name, string suffix)
    {
        root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var usual = Path.Combine(root, name);
        return Encoding.UTF8.GetByteCount(usual) <= MaxBytes
            ? usual
            : $"/tmp/homeport-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)).AsSpan(0, 6))}{suffix}.sock";
    }
}
