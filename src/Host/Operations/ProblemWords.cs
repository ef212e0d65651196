using Homeport.Domain;
using Homeport.Protocol;

namespace Homeport.Host.Operations;

/// <summary>What a problem is called on the wire, and above its message.</summary>
internal static class ProblemWords
{
    /// <summary>The word that programs branch on.</summary>
    public static string Word(this ProblemCode code) => code switch
    {
        ProblemCode.InvalidRequest => ErrorCodes.InvalidRequest,
        ProblemCode.Unauthorized => ErrorCodes.Unauthorized,
        ProblemCode.Forbidden => ErrorCodes.Forbidden,
        ProblemCode.NotFound => ErrorCodes.NotFound,
        ProblemCode.UnknownOperation => ErrorCodes.UnknownOperation,
        ProblemCode.Conflict => ErrorCodes.Conflict,
        ProblemCode.InvalidTransition => ErrorCodes.InvalidTransition,
        ProblemCode.MergeConflict => ErrorCodes.MergeConflict,
        ProblemCode.RepositoryInvalid => ErrorCodes.RepositoryInvalid,
        ProblemCode.PathNotAllowed => ErrorCodes.PathNotAllowed,
        ProblemCode.BranchInvalid => ErrorCodes.BranchInvalid,
        ProblemCode.AgentUnavailable => ErrorCodes.AgentUnavailable,
        ProblemCode.LeaseLost => ErrorCodes.LeaseLost,
        ProblemCode.RateLimited => ErrorCodes.RateLimited,
        ProblemCode.TooLarge => ErrorCodes.TooLarge,
        ProblemCode.Unavailable => ErrorCodes.Unavailable,
        ProblemCode.Timeout => ErrorCodes.Timeout,
        ProblemCode.Internal => ErrorCodes.Internal,
    };

    /// <summary>A few words for people, the same for each problem of a code.</summary>
    public static string Title(this ProblemCode code) => code switch
    {
        ProblemCode.InvalidRequest => "The request is not valid",
        ProblemCode.Unauthorized => "Not logged in",
        ProblemCode.Forbidden => "Not allowed",
        ProblemCode.NotFound => "Not found",
        ProblemCode.UnknownOperation => "No such operation",
        ProblemCode.Conflict => "It has changed meanwhile",
        ProblemCode.InvalidTransition => "Not possible in this state",
        ProblemCode.MergeConflict => "The changes conflict",
        ProblemCode.RepositoryInvalid => "The repository cannot be used",
        ProblemCode.PathNotAllowed => "The path is outside the allowed folders",
        ProblemCode.BranchInvalid => "The branch name is not valid",
        ProblemCode.AgentUnavailable => "The agent cannot be started",
        ProblemCode.LeaseLost => "The work was given to another worker",
        ProblemCode.RateLimited => "Too many requests",
        ProblemCode.TooLarge => "Too large",
        ProblemCode.Unavailable => "Not available now",
        ProblemCode.Timeout => "It took too long",
        ProblemCode.Internal => "Something went wrong inside",
    };
}
