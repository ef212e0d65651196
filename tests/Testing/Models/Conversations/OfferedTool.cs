using System.Text.Json.Nodes;

namespace Homeport.Testing.Models.Conversations;

internal enum ToolKind
{
    Function,

    /// <summary>Takes free text instead of JSON (Responses API).</summary>
    Custom,

    /// <summary>The built-in shell of the Responses API.</summary>
    LocalShell,
}

/// <summary>A tool of the agent. <see cref="Namespace"/> is set when the Responses API grouped it.</summary>
internal sealed record OfferedTool(string Name, ToolKind Kind, JsonObject? Schema, string? Namespace = null)
{
    public JsonObject Properties => Schema?["properties"] as JsonObject ?? [];
}
