using Homeport.Protocol.Conversations;
using Homeport.Protocol.Tasks;

namespace Homeport.Protocol.Import;

public sealed record GetPastSessionRequest
{
    public required string Id { get; init; }
}

/// <summary>A session, and what would become of it as a task.</summary>
public sealed record GetPastSessionResponse
{
    public required PastSessionView Session { get; init; }
    public required PastSessionPlan Plan { get; init; }
}

/// <summary>How a session would be continued.</summary>
public sealed record PastSessionPlan
{
    /// <summary>The project whose repository holds the session's folder; none when there is none.</summary>
    public string? RepositoryGroupId { get; init; }

    public string? RepositoryGroupName { get; init; }

    /// <summary>By the agent itself, or with what was said as text.</summary>
    public required ConversationMeans Means { get; init; }

    /// <summary>Where the agent works unless another place is chosen.</summary>
    public required Isolation Isolation { get; init; }

    /// <summary>What to do first, for a person; none when it can be continued.</summary>
    public string? Obstacle { get; init; }
}
