using System.Text.Json.Nodes;

namespace Homeport.Testing.Models.Conversations;

/// <summary>What every wire format says, in one form.</summary>
internal sealed record ModelRequest
{
    public required string Api { get; init; }
    public required string Model { get; init; }
    public bool Streamed { get; init; }
    public string System { get; init; } = "";
    public IReadOnlyList<ConversationTurn> Turns { get; init; } = [];
    public IReadOnlyList<OfferedTool> Tools { get; init; } = [];

    /// <summary>The JSON schema that the answer must fit; null for free text.</summary>
    public JsonObject? AnswerSchema { get; init; }

    /// <summary>Chat Completions sends the usage of a stream only on request.</summary>
    public bool WantsUsage { get; init; }

    /// <summary>Titles, topics, summaries: requests beside the conversation. They offer no tools and say what they are for.</summary>
    public bool IsSide => Tools.Count == 0 && SidePurpose.IsNamedIn(this);

    /// <summary>About four characters to a token, as everywhere; never 0.</summary>
    public int InputTokens => Math.Max(1, (System.Length + Turns.Sum(turn => turn.Blocks.Sum(block => block.Length))) / 4);
}
