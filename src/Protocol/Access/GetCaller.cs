namespace Homeport.Protocol.Access;

/// <summary>The caller.</summary>
public sealed record GetCallerResponse
{
    public required CallerView Caller { get; init; }
}
