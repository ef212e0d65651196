using System.Text.Json;

namespace Homeport.Agents;

/// <summary>
/// Where a conversation puts what the agent says. Calls come one after another, never two at a time, in the order of
/// the agent's words. A conversation publishes <c>agent_message</c>, <c>agent_thought</c>, <c>tool_call</c>,
/// <c>plan</c>, <c>usage</c> (a TokenUsage: the share of this turn so far), <c>commands</c>, <c>config</c>,
/// <c>notice</c> and <c>raw</c>, and a further <c>session_started</c> where the agent tells its own session id only
/// after the first prompt. The worker itself writes <c>session_started</c> (from <see cref="AgentStarted"/>),
/// <c>user_message</c>, <c>turn_started</c>, <c>turn_ended</c>, <c>approval_*</c>, <c>session_ended</c>, and
/// <c>error</c> from a turn's failure, to which it adds the tail of standard error.
/// </summary>
public interface IAgentSink
{
    /// <summary>An event of one of the kinds in EventKinds, with the payload of that kind.</summary>
    ValueTask PublishAsync(string kind, string? itemId, JsonElement payload, CancellationToken cancellationToken);

    /// <summary>
    /// Text to add to an <c>agent_message</c> or <c>agent_thought</c>. Streamed at once, stored coalesced. Some protocols never
    /// say that an item is complete: then it is over when another item comes or the turn ends.
    /// </summary>
    ValueTask StreamTextAsync(string kind, string itemId, string text, string? parentItemId, CancellationToken cancellationToken);

    /// <summary>The whole text of an item: empty after a retry, complete when <paramref name="done"/>.</summary>
    ValueTask ReplaceTextAsync(
        string kind, string itemId, string text, string? parentItemId, bool done, CancellationToken cancellationToken);

    /// <summary>The agent asks. Answered by <see cref="IAgentConversation.AnswerAsync"/>, whenever that may be.</summary>
    ValueTask RequestApprovalAsync(AgentApproval approval, CancellationToken cancellationToken);

    /// <summary>The agent does not want to know any more. Not called for one that was answered.</summary>
    ValueTask CancelApprovalAsync(string approvalId, CancellationToken cancellationToken);
}
