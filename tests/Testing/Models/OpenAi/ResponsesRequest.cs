using System.Text.Json.Nodes;
using Homeport.Testing.Models.Conversations;

namespace Homeport.Testing.Models.OpenAi;

internal static class ResponsesRequest
{
    public static ModelRequest Read(JsonObject body)
    {
        var conversation = new Conversation();
        var system = new List<string> { body["instructions"].Content() };
        if (body["input"].Text() is { } prompt)
        {
            conversation.Add(Speaker.User, prompt);
        }

        foreach (var item in body["input"].Objects())
        {
            ReadItem(item, conversation, system);
        }

        // Codex also sends tools as an item of the conversation
        var late = body["input"].Objects().Where(item => item["type"].Text() == "additional_tools").SelectMany(item => ReadTools(item["tools"], null));
        return new ModelRequest
        {
            Api = "responses",
            Model = body["model"].Text() ?? "",
            Streamed = body["stream"].IsTrue(),
            System = string.Join('\n', system),
            Turns = conversation.Turns,
            Tools = [.. ReadTools(body["tools"], null), .. late],
            AnswerSchema = body["text"]?["format"]?["schema"] as JsonObject,
        };
    }

    private static void ReadItem(JsonObject item, Conversation conversation, List<string> system)
    {
        var type = item["type"].Text() ?? "message";
        if (type.EndsWith("_call_output", StringComparison.Ordinal))
        {
            conversation.Add(Speaker.Tool, item["output"].Content());
        }
        else if (type.EndsWith("_call", StringComparison.Ordinal))
        {
            conversation.Add(Speaker.Model, $"[call {item["name"].Text() ?? type}]");
        }
        else if (type == "message" && item["role"].Text() is "system" or "developer")
        {
            system.Add(item["content"].Content());
        }
        else if (type == "message")
        {
            var speaker = item["role"].Text() == "assistant" ? Speaker.Model : Speaker.User;
            foreach (var block in item["content"].Blocks())
            {
                conversation.Add(speaker, block);
            }
        }
    }

    private static IEnumerable<OfferedTool> ReadTools(JsonNode? tools, string? group) => tools.Objects().SelectMany(tool =>
    {
        var name = tool["name"].Text() ?? "";
        return tool["type"].Text() switch
        {
            "function" => [new OfferedTool(name, ToolKind.Function, tool["parameters"] as JsonObject, group)],
            "custom" => [new OfferedTool(name, ToolKind.Custom, null, group)],
            "local_shell" => [new OfferedTool("local_shell", ToolKind.LocalShell, null)],
            "namespace" => ReadTools(tool["tools"], name),
            _ => [],
        };
    });
}
