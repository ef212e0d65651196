using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Homeport.Domain;
using Homeport.Domain.Access;
using Homeport.Host.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Homeport.Host.Http;

/// <summary>The opening handshake of a WebSocket (RFC 6455, 4.2), for those who may have one.</summary>
internal static class WebSocketUpgrade
{
    private const string AcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, 1.3

    private static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(60);

    /// <summary>Answers a request that is no WebSocket, or comes from somebody who may not have this one.</summary>
    /// <param name="identified">Who asks, or why nobody may.</param>
    /// <param name="permission">What they must be allowed.</param>
    /// <param name="caller">Who asks, when they may.</param>
    public static bool MayOpen(HttpContext http, Result<Caller> identified, Permission permission, [NotNullWhen(true)] out Caller? caller)
    {
        caller = null;
        if (Key(http.Request) is null || http.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true })
        {
            http.Response.Headers.SecWebSocketVersion = "13";
            ProblemHttp.Write(
                http.Response, new Problem(ProblemCode.InvalidRequest, "This is a WebSocket: connect to it with one, version 13."),
                StatusCodes.Status426UpgradeRequired);
            return false;
        }

        if (!identified.Succeeded(out caller, out var problem) || !caller.Can(permission))
        {
            ProblemHttp.Write(
                http.Response, problem ?? new Problem(ProblemCode.Unauthorized, "Log in first, send a bearer token, or ask for a ticket at /api/auth/ticket."));
            return false;
        }

        return true;
    }

    /// <summary>After <see cref="MayOpen"/>.</summary>
    public static async Task<FrameStream> OpenAsync(HttpContext http, TimeProvider time)
    {
        http.Response.Headers.SecWebSocketAccept = Accept(Key(http.Request)!);
        http.Response.Headers.Upgrade = "websocket";
        http.Response.Headers.Connection = "Upgrade";
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null; // a slow reader is sent back to what is stored, not cut off for its speed
        }

        return new FrameStream(await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync(), ReadWithin, time);
    }

    /// <returns>The client's key; null for a request that asks for no WebSocket.</returns>
    private static string? Key(HttpRequest request)
    {
        var headers = request.Headers;
        var key = headers.SecWebSocketKey.ToString();
        return HttpMethods.IsGet(request.Method) &&
            headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase) &&
            headers.Connection.ToString().Contains("upgrade", StringComparison.OrdinalIgnoreCase) &&
            headers.SecWebSocketVersion == "13" && key.Length == 24
                ? key
                : null;
    }

    private static string Accept(string key)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        Hash(Encoding.ASCII.GetBytes(key + AcceptSuffix), hash);
        return Convert.ToBase64String(hash);
    }

    [SuppressMessage("Security", "CA5350", Justification = "The protocol names SHA-1; it protects nothing here.")]
    private static void Hash(ReadOnlySpan<byte> text, Span<byte> hash) => SHA1.HashData(text, hash);
}
