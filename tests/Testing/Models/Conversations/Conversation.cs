namespace Homeport.Testing.Models.Conversations;

/// <summary>Collects blocks in the order of the request; neighbours of the same speaker become one turn.</summary>
internal sealed class Conversation
{
    private readonly List<(Speaker Speaker, List<string> Blocks)> _turns = [];

    public IReadOnlyList<ConversationTurn> Turns =>
        [.. _turns.Select(turn => new ConversationTurn(turn.Speaker, turn.Blocks))];

    public void Add(Speaker speaker, string text)
    {
        if (_turns.Count == 0 || _turns[^1].Speaker != speaker)
        {
            _turns.Add((speaker, []));
        }

        _turns[^1].Blocks.Add(text);
    }
}
