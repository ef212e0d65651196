using System.Text.Json.Nodes;

namespace Homeport.Testing.Models;

/// <summary>The requests around a conversation: model lists, token counts, "are you there".</summary>
internal static class ModelLists
{
    private static readonly string[] Names = ["claude-fake", "gpt-fake", "gemini-fake", "fake-model"];

    /// <summary>Null when nothing is served at this path.</summary>
    public static JsonObject? Answer(string method, string path, int bodyLength) => path switch
    {
        _ when path.EndsWith("/models", StringComparison.Ordinal) => All(),
        _ when path.EndsWith("/count_tokens", StringComparison.Ordinal) => new JsonObject { ["input_tokens"] = Tokens(bodyLength) },
        _ when path.EndsWith(":countTokens", StringComparison.Ordinal) => new JsonObject { ["totalTokens"] = Tokens(bodyLength) },
        _ when path.Length == 0 || method == "HEAD" => new JsonObject { ["ok"] = true },
        _ => null,
    };

    private static int Tokens(int bodyLength) => Math.Max(1, bodyLength / 4);

    /// <summary>One list that OpenAI, Anthropic (<c>data</c>) and Gemini (<c>models</c>) clients all accept.</summary>
    private static JsonObject All() => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. Names.Select(name => new JsonObject
        {
            ["id"] = name,
            ["object"] = "model",
            ["type"] = "model",
            ["created"] = 1_700_000_000,
            ["owned_by"] = "fake",
            ["display_name"] = name,
        })]),
        ["models"] = new JsonArray([.. Names.Select(name => new JsonObject { ["name"] = $"models/{name}", ["slug"] = name })]),
        ["has_more"] = false,
    };
}
