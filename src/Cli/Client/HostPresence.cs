using System.Net.Sockets;
using System.Text.Json;
using Homeport.Platform.Processes;
using Homeport.Platform.Sockets;
using Homeport.Protocol;
using Homeport.Protocol.Backend;

namespace Homeport.Cli.Client;

/// <summary>
/// Finds the host of a data folder. It is looked for at its socket and never at its port: the port may be held by anybody,
/// and a client that polls it can even connect to itself.
/// </summary>
internal static class HostPresence
{
    private const string PidFileName = "server.json";
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    public static string PidFilePath(string root) => Path.Combine(root, PidFileName);

    /// <summary>What the PID file says; null where there is none that can be read.</summary>
    public static PidFile? ReadPidFile(string root)
    {
        try
        {
            var path = PidFilePath(root);
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ProtocolJson.Default.PidFile) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The file is there and the process it names is gone, or is another one under the same number.</summary>
    public static bool IsStale(PidFile file) =>
        ProcessIdentity.Of(file.Pid) is not { } process || (file.ProcessStart is { } start && process.Start != start);

    /// <summary>A connection to the owner socket; null when nobody listens there.</summary>
    /// <exception cref="CommandException">The socket is not ours, or nobody answers.</exception>
    public static async Task<Socket?> ConnectAsync(string root, TimeProvider time, CancellationToken cancellationToken)
    {
        var path = OwnerSocketPath.For(root);
        OwnerSocketPath.DemandOurs(path);
        if (!File.Exists(path))
        {
            return null;
        }

        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).AsTask().WaitAsync(ConnectLimit, time, cancellationToken);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
        catch (TimeoutException)
        {
            socket.Dispose();
            throw new CommandException(
                ExitCodes.TimedOut, ErrorCodes.Timeout,
                $"Homeport on {root} does not answer at its socket {path}. End it with 'homeport stop', or look at {Path.Combine(root, "logs")}.");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static async Task<bool> IsRunningAsync(string root, TimeProvider time, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(root, time, cancellationToken);
        return socket is not null;
    }
}
