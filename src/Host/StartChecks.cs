using System.Net;
using System.Net.Sockets;
using Homeport.Host.Access;
using Homeport.Platform.Files;
using Homeport.Storage;

namespace Homeport.Host;

/// <summary>Refuses options that would open the host to others, and puts what goes wrong at the start into words.</summary>
internal static class StartChecks
{
    /// <returns>The options, completed.</returns>
    /// <exception cref="HostStartException">They are refused.</exception>
    public static HostOptions Demand(HostOptions options)
    {
        if (!Path.IsPathFullyQualified(options.Root))
        {
            throw Refused($"The data folder must be an absolute path, not '{options.Root}'.");
        }

        if (options.Port is < 0 or > IPEndPoint.MaxPort)
        {
            throw Refused($"{options.Port} is no port. Choose one from 1 to 65535, or 0 for any free one.");
        }

        return options with { Address = DemandAddress(options) };
    }

    /// <returns>What the person should read; null for a bug, which is shown as it is.</returns>
    public static HostStartException? Explain(Exception exception) => exception switch
    {
        StorageUnavailableException or SchemaMismatchException or UnsafePathException =>
            new HostStartException(HostStartException.Failed, exception.Message),
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            new HostStartException(HostStartException.Refused, "The operating system refuses this port. Choose one above 1023 with --port."),
        _ => null,
    };

    /// <returns>Null for loopback, which is where we listen anyway.</returns>
    private static string? DemandAddress(HostOptions options)
    {
        if (options.Address is not { } text || text is "localhost")
        {
            return null;
        }

        if (!IPAddress.TryParse(text, out var address))
        {
            throw Refused($"'{text}' is no address. Leave it out to listen on this machine only.");
        }

        if (IPAddress.IsLoopback(address))
        {
            return null;
        }

        return options is { Auth: AuthMode.Token, BehindProxy: true }
            ? text
            : throw Refused(
                $"Listening on {text} would show Homeport to other machines, unencrypted. Keep it on this machine, or put a proxy that speaks TLS " +
                "in front of it and say so with --behind-proxy; authentication must then be on.");
    }

    private static HostStartException Refused(string message) => new(HostStartException.Refused, message);
}
