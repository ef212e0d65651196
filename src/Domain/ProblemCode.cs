namespace Homeport.Domain;

/// <summary>Stable across releases: on the wire these are snake_case words that clients branch on.</summary>
public enum ProblemCode
{
    InvalidRequest,
    Unauthorized,
    Forbidden,
    NotFound,
    UnknownOperation,
    Conflict,
    InvalidTransition,
    MergeConflict,
    RepositoryInvalid,
    PathNotAllowed,
    BranchInvalid,
    AgentUnavailable,
    LeaseLost,
    RateLimited,
    TooLarge,
    Unavailable,
    Timeout,
    Internal,
}
