using System.Text.Json;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Events;

namespace Homeport.Agents.Acp;

/// <summary>The words of both sides in a turn.</summary>
internal sealed class AcpMessages(AcpDialect dialect, SerialSink sink)
{
    private string _prompt = "";

    /// <summary>The last piece of text of the turn.</summary>
    public string LastText { get; private set; } = "";

    /// <summary>A turn begins with what we say.</summary>
    public void BeginTurn(string prompt) => (_prompt, LastText) = (prompt, "");

    /// <summary>Whether these are words of our prompt, which an agent may repeat.</summary>
    public bool IsOurs(string said) => _prompt.Contains(said, StringComparison.Ordinal);

    /// <summary>A block of content as text; null when it is none.</summary>
    public static string? TextOf(JsonElement? content) => content.Text("type") switch
    {
        "text" => content.Text("text"),
        "resource_link" => $"[{content.Text("name") ?? content.Text("uri")}]({content.Text("uri")})",
        "resource" => content.Member("resource").Text("text"),
        _ => null,
    };

    /// <summary>Whether there is nothing in it for people.</summary>
    public bool IsNoise(string text) =>
        text.Length == 0 || (dialect.NoiseBeginning is { } noise && text.StartsWith(noise, StringComparison.Ordinal));

    public ValueTask AddAsync(string kind, string item, string text, CancellationToken cancellationToken)
    {
        Note(kind, text);
        return sink.StreamTextAsync(kind, item, text, null, cancellationToken);
    }

    public ValueTask ReplaceAsync(string kind, string item, string text, CancellationToken cancellationToken)
    {
        Note(kind, text);
        return sink.ReplaceTextAsync(kind, item, text, null, done: false, cancellationToken);
    }

    private void Note(string kind, string text) => LastText = kind == EventKinds.AgentMessage ? text : LastText;
}
