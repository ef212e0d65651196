using System.Text.Json.Nodes;

namespace Homeport.Agents.ClaudeCode;

/// <summary>A prompt as a <c>user</c> line. Its uuid makes the agent tell what becomes of it.</summary>
internal static class ClaudePrompt
{
    public static JsonObject Write(AgentPrompt prompt, string id)
    {
        var content = new JsonArray();
        foreach (var image in prompt.Attachments ?? [])
        {
            content.Add((JsonNode)new JsonObject
            {
                ["type"] = "image",
                ["source"] = new JsonObject { ["type"] = "base64", ["media_type"] = image.MediaType, ["data"] = image.Data },
            });
        }

        content.Add((JsonNode)new JsonObject { ["type"] = "text", ["text"] = prompt.Text });
        return new()
        {
            ["type"] = "user",
            ["message"] = new JsonObject
            {
                ["role"] = "user",
                ["content"] = content.Count == 1 ? prompt.Text : content,
            },
            ["parent_tool_use_id"] = null,
            ["session_id"] = "",
            ["uuid"] = id,
        };
    }
}
