using System.Collections.Frozen;
using Homeport.Domain;
using Homeport.Host.Access;
using Microsoft.AspNetCore.Http;

namespace Homeport.Host.Http;

/// <summary>
/// Looks at a request before anything else does, and turns away what a web page of somebody else, or a name that was pointed
/// at our address, could have sent. What comes by the owner socket has passed the operating system's own check instead.
/// </summary>
internal sealed class RequestGate
{
    private readonly FrozenSet<string> _hosts;
    private readonly FrozenSet<string> _origins;

    private readonly bool _isTrusting;

    public RequestGate(HostOptions options, HostInstance instance)
    {
        var port = instance.Port;
        _isTrusting = options.Auth == AuthMode.None;
        string[] local = [$"localhost:{port}", $"127.0.0.1:{port}", $"[::1]:{port}"];
        string[] bare = port == 80 ? ["localhost", "127.0.0.1", "[::1]"] : [];
        _hosts = local.Concat(bare).Concat(options.PublicNames).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _origins = local.Concat(bare).Select(name => $"http://{name}")
            .Concat(options.PublicNames.Select(name => $"https://{name}")).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <param name="isWebSocket">The request wants to become a WebSocket.</param>
    /// <param name="isPage">A path of the web client, whose pages and files hold nothing secret.</param>
    /// <param name="status">The status, where HTTP has a more exact one than the problem's.</param>
    /// <returns>Why the request is turned away; null if it may pass.</returns>
    public Problem? Refuse(HttpRequest request, bool isWebSocket, bool isPage, out int? status)
    {
        status = null;
        var headers = request.Headers;
        var host = headers.Host;
        if (host.Count != 1 || !_hosts.Contains(host.ToString()))
        {
            return Forbidden(
                "This address is not one of Homeport's own names. Open it as localhost with its port, or start the host with the public name allowed.");
        }

        var isUnsafe = !IsSafe(request.Method);
        var origin = headers.Origin;
        if (origin.Count > 0)
        {
            if (origin.Count != 1 || !_origins.Contains(origin.ToString()))
            {
                return Forbidden("A page of another origin sent this request. Only Homeport's own pages may.");
            }
        }
        else if ((isUnsafe || isWebSocket) && !MayComeWithoutOrigin(request, isWebSocket))
        {
            return Forbidden(
                "A request that changes something, and a WebSocket, must come from Homeport's own page or carry a bearer token: add 'Authorization: Bearer …'.");
        }

        if (headers.TryGetValue("Sec-Fetch-Site", out var site) && IsForeign(request, site.ToString(), isPage))
        {
            return Forbidden("Another site sent this request. Open Homeport itself.");
        }

        return isUnsafe ? RefuseBody(request, out status) : null;
    }

    /// <summary>
    /// Browsers put an Origin on each of these requests, so one without comes from a program. It must have shown what no
    /// browser sends by itself: a bearer token, or a ticket, which is handed out to bearers. Where there is no authentication
    /// there is nothing to show, and a program is told from a page by its missing headers alone.
    /// </summary>
    private bool MayComeWithoutOrigin(HttpRequest request, bool isWebSocket) =>
        !request.Headers.ContainsKey("Sec-Fetch-Site") &&
        (request.Headers.Authorization.Count > 0 || (isWebSocket && request.Query.ContainsKey("ticket")) || _isTrusting);

    /// <summary>A link on another site may lead to our pages, which load nothing of it; everything else of another site stops here.</summary>
    private static bool IsForeign(HttpRequest request, string site, bool isPage)
    {
        if (site is "same-origin" or "none")
        {
            return false;
        }

        var headers = request.Headers;
        var isLink = isPage && IsSafe(request.Method) && headers["Sec-Fetch-Mode"] == "navigate" && headers["Sec-Fetch-Dest"] == "document";
        return !isLink;
    }

    private static Problem? RefuseBody(HttpRequest request, out int? status)
    {
        status = null;
        var type = request.ContentType;
        var hasBody = request.ContentLength is > 0 || (request.ContentLength is null && request.Headers.TransferEncoding.Count > 0);
        if (type is null ? !hasBody : IsJson(type))
        {
            return null;
        }

        status = StatusCodes.Status415UnsupportedMediaType;
        return new Problem(ProblemCode.InvalidRequest, "The body must be JSON: send 'Content-Type: application/json'.");
    }

    private static bool IsJson(string type)
    {
        const string Json = "application/json";
        return type.StartsWith(Json, StringComparison.OrdinalIgnoreCase) &&
            (type.Length == Json.Length || type[Json.Length] is ';' or ' ');
    }

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static Problem Forbidden(string message) => new(ProblemCode.Forbidden, message);
}
