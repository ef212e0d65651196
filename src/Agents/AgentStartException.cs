using Homeport.Protocol.Tasks;

namespace Homeport.Agents;

/// <summary>An agent did not come to the point where it takes a prompt.</summary>
public sealed class AgentStartException(TaskFailure failure, Exception? innerException = null)
    : Exception(failure.Message, innerException)
{
    /// <summary>What happened and what to do: <c>agent_unavailable</c>, <c>agent_crashed</c>, <c>agent_timeout</c> or <c>not_logged_in</c>.</summary>
    public TaskFailure Failure { get; } = failure;
}
