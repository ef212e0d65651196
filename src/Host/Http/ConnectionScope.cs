using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Homeport.Host.Http;

/// <summary>What is kept from one request of a connection to the next, so that it need not be made again.</summary>
internal sealed class ConnectionScope(IFeatureCollection features)
{
    public DefaultHttpContext Http { get; } = new(features);

    public RestSink Sink { get; } = new();

    /// <summary>It came by the owner socket, and the process at its other end is the owner's.</summary>
    public bool IsOwnerSocket { get; } = features.Get<OwnerSocketPeer>() is not null;

    /// <summary>The header by which this connection has shown the owner's token.</summary>
    public string? OwnerHeader { get; set; }

    /// <summary>For which use of its credential the cookie was last sent anew.</summary>
    public DateTimeOffset RenewedCookieAt { get; set; }
}

/// <summary>Marks a connection by the owner socket whose peer was checked.</summary>
internal sealed class OwnerSocketPeer
{
    public static readonly OwnerSocketPeer Checked = new();
}
