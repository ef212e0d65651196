using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Tasks;

namespace Homeport.Agents.Acp;

/// <summary>A prompt as the protocol's content blocks: what the agent does not take is described in words.</summary>
internal static class AcpPrompt
{
    public static async Task<JsonArray> CreateAsync(
        AgentPrompt prompt, AcpGreeting greeting, string agent, SerialSink sink, CancellationToken cancellationToken)
    {
        var content = new JsonArray { (JsonNode)TextBlock(prompt.Text) };
        foreach (var file in prompt.Files ?? [])
        {
            content.Add((JsonNode)FileBlock(file, greeting.TakesEmbeddedContext));
        }

        if (prompt.Attachments is { Count: > 0 } && !greeting.TakesImages)
        {
            await sink.NoticeAsync("images_left_out", $"{agent} takes no images; it is told their names only.", cancellationToken);
        }

        foreach (var image in prompt.Attachments ?? [])
        {
            content.Add((JsonNode)(greeting.TakesImages
                ? new JsonObject { ["type"] = "image", ["mimeType"] = image.MediaType, ["data"] = image.Data }
                : TextBlock(Describe(image))));
        }

        return content;
    }

    /// <summary>A link is for every agent; the content itself only for those that take it.</summary>
    private static JsonObject FileBlock(PromptFile file, bool takesContent)
    {
        var uri = new Uri(file.Path).AbsoluteUri;
        return file.Text is { } text && takesContent
            ? new()
            {
                ["type"] = "resource",
                ["resource"] = new JsonObject { ["uri"] = uri, ["mimeType"] = "text/plain", ["text"] = text },
            }
            : new() { ["type"] = "resource_link", ["uri"] = uri, ["name"] = file.Name };
    }

    private static string Describe(PromptAttachment image) =>
        $"[The picture {image.Name} ({image.MediaType}, {image.Data.Length / 4 * 3} bytes) is left out: you take no pictures.]";

    private static JsonObject TextBlock(string text) => new() { ["type"] = "text", ["text"] = text };
}
