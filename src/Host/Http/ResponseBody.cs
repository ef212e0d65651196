using Microsoft.AspNetCore.Http;

namespace Homeport.Host.Http;

/// <summary>Writes a body that is known as a whole.</summary>
internal static class ResponseBody
{
    /// <summary>Copies the bytes in one piece: before the headers are out, the server's writer gives no room unless it is told how much.</summary>
    public static void WriteAll(this HttpResponse response, ReadOnlySpan<byte> bytes)
    {
        response.ContentLength = bytes.Length;
        if (bytes.Length > 0)
        {
            var writer = response.BodyWriter;
            bytes.CopyTo(writer.GetSpan(bytes.Length));
            writer.Advance(bytes.Length);
        }
    }
}
