namespace Homeport.Protocol.Access;

/// <summary>A single-use ticket for <c>/ws?ticket=…</c>, for clients that cannot set a header there.</summary>
public sealed record CreateTicketResponse
{
    public required string Ticket { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}
