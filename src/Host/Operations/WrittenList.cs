using System.Buffers;
using System.Text.Json;

namespace Homeport.Host.Operations;

/// <summary>A page of a list whose entries are kept as JSON: <c>{"items":[…],"nextCursor":"…"}</c>.</summary>
internal sealed record WrittenList(IReadOnlyList<byte[]> Items, string? NextCursor)
{
    public void WriteTo(IBufferWriter<byte> buffer)
    {
        buffer.Write("""{"items":["""u8);
        for (var index = 0; index < Items.Count; index++)
        {
            if (index > 0)
            {
                buffer.Write(","u8);
            }

            buffer.Write(Items[index]);
        }

        buffer.Write("]"u8);
        if (NextCursor is not null)
        {
            buffer.Write(",\"nextCursor\":\""u8);
            buffer.Write(JsonEncodedText.Encode(NextCursor).EncodedUtf8Bytes);
            buffer.Write("\""u8);
        }

        buffer.Write("}"u8);
    }
}
