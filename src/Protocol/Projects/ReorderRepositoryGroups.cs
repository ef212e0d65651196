namespace Homeport.Protocol.Projects;

/// <summary>Puts the projects into this order.</summary>
public sealed record ReorderRepositoryGroupsRequest
{
    public required IReadOnlyList<string> Ids { get; init; }
}
