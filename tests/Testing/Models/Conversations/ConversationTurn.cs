namespace Homeport.Testing.Models.Conversations;

internal enum Speaker
{
    User,
    Model,
    Tool,
}

/// <summary>Everything that one side said in a row. A tool turn has one block per result.</summary>
internal sealed record ConversationTurn(Speaker Speaker, IReadOnlyList<string> Blocks);
