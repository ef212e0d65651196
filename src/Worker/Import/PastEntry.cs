using System.Text.Json;

namespace Homeport.Worker.Import;

/// <summary>Something that an agent wrote down.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Next">Where the next one stands.</param>
/// <param name="Json">What it says; undefined where it is no JSON object.</param>
/// <param name="Text">Of what is no JSON object: the beginning of it as it is.</param>
internal readonly record struct PastEntry(long Place, long Next, JsonElement Json, string? Text);
