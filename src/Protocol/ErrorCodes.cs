namespace Homeport.Protocol;

/// <summary>The words a program branches on: <c>code</c> of a REST problem and <c>data.code</c> of a JSON-RPC error.</summary>
public static class ErrorCodes
{
    public const string InvalidRequest = "invalid_request";
    public const string Unauthorized = "unauthorized";
    public const string Forbidden = "forbidden";
    public const string NotFound = "not_found";
    public const string UnknownOperation = "unknown_operation";
    public const string Conflict = "conflict";
    public const string InvalidTransition = "invalid_transition";
    public const string MergeConflict = "merge_conflict";
    public const string RepositoryInvalid = "repository_invalid";
    public const string PathNotAllowed = "path_not_allowed";
    public const string BranchInvalid = "branch_invalid";
    public const string AgentUnavailable = "agent_unavailable";

    /// <summary>In a task's failure: what was refused can be tried again in a while.</summary>
    public const string ProviderOverloaded = "provider_overloaded";

    public const string LeaseLost = "lease_lost";
    public const string RateLimited = "rate_limited";
    public const string TooLarge = "too_large";
    public const string Unavailable = "unavailable";
    public const string Timeout = "timeout";
    public const string Internal = "internal";
}
