using System.Text;
using System.Text.Json;
using Homeport.Protocol;
using Homeport.Protocol.Events;
using Homeport.Storage;

namespace Homeport.Host.Sessions;

/// <summary>Keeps long tool outputs out of the log: all of it goes to a blob, the event keeps head, tail and the blob's id.</summary>
internal static class LargeOutputs
{
    private const int MostCharacters = 64 * 1024;
    private const int KeptAtEachEnd = 8 * 1024;

    /// <summary>The payload's JSON, with long texts cut.</summary>
    public static string Cut(WriteScope scope, JsonElement payload)
    {
        var text = payload.GetRawText();
        if (text.Length <= MostCharacters)
        {
            return text;
        }

        var call = payload.Deserialize(ProtocolJson.Default.ToolCallPayload)!;
        return JsonSerializer.Serialize(
            call with
            {
                Content = call.Content?.Select(content => Cut(scope, content)).ToArray(),
                Input = call.Input is { } input && input.GetRawText().Length > MostCharacters ? null : call.Input,
            },
            ProtocolJson.Default.ToolCallPayload);
    }

    private static ToolContent Cut(WriteScope scope, ToolContent content)
    {
        if (content is not { Type: ToolContentType.Text, Text.Length: > MostCharacters })
        {
            return content;
        }

        var bytes = Encoding.UTF8.GetBytes(content.Text);
        var left = content.Text.Length - (2 * KeptAtEachEnd);
        return content with
        {
            Text = $"{content.Text[..KeptAtEachEnd]}\n… {left} characters are left out here …\n{content.Text[^KeptAtEachEnd..]}",
            BlobId = scope.PutBlob(bytes),
            TotalBytes = bytes.Length,
        };
    }
}
