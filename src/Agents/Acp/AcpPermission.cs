using System.Text.Json;

namespace Homeport.Agents.Acp;

/// <summary>What a permission request is about.</summary>
/// <param name="Call">The tool call that waits for it, as far as it is known.</param>
/// <param name="Item">Its item.</param>
/// <param name="Title">What the agent asks; null when only the call tells.</param>
/// <param name="Reason">Why the agent asks.</param>
internal sealed record AcpPermission(JsonElement Call, string? Item, string? Title, string? Reason = null);
