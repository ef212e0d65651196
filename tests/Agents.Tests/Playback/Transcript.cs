using System.Text.Json.Nodes;

namespace Homeport.Agents.Tests.Playback;

/// <summary>A recorded conversation. See Transcripts/README.md.</summary>
internal sealed record Transcript(IReadOnlyList<Transcript.Entry> Entries)
{
    public static Transcript Load(string agent, string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Transcripts", agent, $"{file}.ndjson");
        return new([.. File.ReadLines(path).Select(Parse)]);
    }

    public static Transcript Of(params string[] lines) => new([.. lines.Select(Parse)]);

    private static Entry Parse(string line)
    {
        var (direction, message) = JsonNode.Parse(line)!.AsObject().Single();
        return new(direction == "in", message!.AsObject());
    }

    internal sealed record Entry(bool IsFromClient, JsonObject Message);
}
