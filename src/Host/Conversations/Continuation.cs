using Homeport.Host.Import;
using Homeport.Host.Sessions;
using Homeport.Protocol.Conversations;
using Homeport.Storage;

namespace Homeport.Host.Conversations;

/// <summary>How an agent comes to know what was said before a turn.</summary>
/// <param name="Means">By itself, by text, or not at all.</param>
/// <param name="NativeSessionId">The agent's session of which a copy is made.</param>
/// <param name="NativePoint">Where the copy ends.</param>
internal sealed record Continuation(ConversationMeans Means, string? NativeSessionId = null, string? NativePoint = null)
{
    /// <summary>The end of the last turn before it that still counts.</summary>
    public static Continuation Before(ReadScope scope, TurnRow turn, string agentType)
    {
        var last = SessionStore.TurnsOfTask(scope, turn.TaskId).LastOrDefault(known => known.Number < turn.Number && known.UndoneBy is null);
        if (last is null)
        {
            return new Continuation(PastSessionStore.OfTask(scope, turn.TaskId) is null ? ConversationMeans.New : ConversationMeans.Text);
        }

        return last is { NativeSessionId: { } session, NativePoint: { } point } && SessionStore.Find(scope, last.SessionId)?.AgentType == agentType
            ? new Continuation(ConversationMeans.Native, session, point)
            : new Continuation(ConversationMeans.Text);
    }
}
