using Homeport.Host.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Homeport.Host.Http;

/// <summary>What is kept from one request of a connection to the next, so that it need not be made again.</summary>
internal sealed class ConnectionScope(IFeatureCollection features)
{
    public DefaultHttpContext Http { get; } = new(features);

    public RestSink Sink { get; } = new();

    /// <summary>The last credential that this connection showed. The server gives the same string object for the same header.</summary>
    public RememberedCaller Remembered { get; set; }
}

/// <param name="Header">By its reference.</param>
/// <param name="Generation">When credentials change, all are looked at anew.</param>
internal readonly record struct RememberedCaller(string? Header, Caller? Caller, int Generation);
