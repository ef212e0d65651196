using System.Runtime.InteropServices;
using Homeport.Host.Operations;
using Microsoft.AspNetCore.Http;

namespace Homeport.Host.Http;

/// <summary>Writes the response of an operation to REST. A list carries a weak ETag, and a client that has it already gets 304.</summary>
internal sealed class RestSink : ResponseSink
{
    private HttpContext? _http;

    public void Begin(HttpContext http) => _http = http;

    public void End() => _http = null;

    public override void Accept(Operation operation, ReadOnlySpan<byte> json)
    {
        var response = _http!.Response;
        if (operation.ListName is not null && (HttpMethods.IsGet(_http.Request.Method) || HttpMethods.IsHead(_http.Request.Method)))
        {
            var tag = $"W/\"{Fingerprint(json):x16}\"";
            response.Headers.ETag = tag;
            response.Headers.CacheControl = "private, no-cache";
            if (_http.Request.Headers.IfNoneMatch.ToString() is { Length: > 0 } known && known.Contains(tag, StringComparison.Ordinal))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }
        else
        {
            response.Headers.CacheControl = "no-store";
        }

        response.ContentType = "application/json";
        response.WriteAll(json);
    }

    /// <summary>Not for security: two lists that differ must only be very unlikely to look alike.</summary>
    private static ulong Fingerprint(ReadOnlySpan<byte> bytes)
    {
        var state = 0x9E3779B97F4A7C15UL ^ (ulong)bytes.Length;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            state = Mix(state ^ word, 0xA0761D6478BD642FUL);
        }

        foreach (var rest in bytes[(bytes.Length & ~7)..])
        {
            state = Mix(state ^ rest, 0xE7037ED1A0B428DBUL);
        }

        return Mix(state, 0x8EBC6AF09C88C6E3UL);
    }

    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }
}
