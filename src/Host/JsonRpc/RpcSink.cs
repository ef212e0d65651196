using System.Text;
using Homeport.Host.Operations;

namespace Homeport.Host.JsonRpc;

/// <summary>Keeps the response of an operation as JSON-RPC shows it: a list under its own noun instead of <c>items</c>.</summary>
internal sealed class RpcSink : ResponseSink
{
    private const string RestName = "items";

    public byte[] Json { get; private set; } = [];

    public override void Accept(Operation operation, ReadOnlySpan<byte> json)
    {
        if (operation.ListName is not { } name)
        {
            Json = json.ToArray();
            return;
        }

        // The response's first property is items: {"items":[…
        var rest = json[("{\""u8.Length + RestName.Length)..];
        Json = new byte["{\""u8.Length + name.Length + rest.Length];
        "{\""u8.CopyTo(Json);
        var written = "{\""u8.Length + Encoding.ASCII.GetBytes(name, Json.AsSpan("{\""u8.Length));
        rest.CopyTo(Json.AsSpan(written));
    }
}
