using Homeport.Protocol.Tasks;

namespace Homeport.Agents;

/// <summary>An agent did not come to the point where it takes a prompt.</summary>
public sealed class AgentStartException(TaskFailure failure, Exception? innerException = null)
    : Exception(failure.Message, innerException)
{
    /// <summary>What happened and what to do: <c>agent_unavailable</c>, <c>agent_crashed</c>, <c>agent_timeout</c>, <c>not_logged_in</c> or <c>session_lost</c>.</summary>
    public TaskFailure Failure { get; } = failure;

    /// <summary>
    /// The agent does not know the session that it was to go on with and has ended for it. Start it anew with a spec
    /// without <see cref="AgentSessionSpec.NativeSessionId"/>, and publish a <c>notice</c> of code <c>session_lost</c>
    /// with the failure's message.
    /// </summary>
    public bool IsSessionLost => Failure.Code == SessionLostCode;

    internal const string SessionLostCode = "session_lost";

    internal static AgentStartException LostSession(string agent, string? nativeSessionId) => new(new()
    {
        Code = SessionLostCode,
        Message = $"{agent} does not know the session {nativeSessionId} any more; a new one begins.",
    });
}
