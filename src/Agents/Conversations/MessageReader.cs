using System.Text.Json;

namespace Homeport.Agents.Conversations;

/// <summary>Reads an agent's output to its end, one JSON object after another; what is none is published as <c>raw</c>.</summary>
internal sealed class MessageReader(IAgentPipe pipe, SerialSink sink)
{
    /// <summary>Ends at the end of the output, also when the pipe breaks; throws only when cancelled.</summary>
    public async Task ReadAsync(Func<JsonElement, CancellationToken, ValueTask> handle, CancellationToken cancellationToken)
    {
        try
        {
            await ReadLinesAsync(handle, cancellationToken);
        }
        catch (IOException)
        {
            // a broken pipe is an end like any other
        }
    }

    private async Task ReadLinesAsync(Func<JsonElement, CancellationToken, ValueTask> handle, CancellationToken cancellationToken)
    {
        await foreach (var line in pipe.ReadLinesAsync(cancellationToken))
        {
            if (line.Bytes.Span.Trim(" \t\r"u8).IsEmpty)
            {
                continue;
            }

            using var message = line.TooLong ? null : Parse(line.Bytes);
            if (message is { RootElement: { ValueKind: JsonValueKind.Object } root })
            {
                await handle(root, cancellationToken);
            }
            else
            {
                await sink.RawAsync(line, cancellationToken);
            }
        }
    }

    private static JsonDocument? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
