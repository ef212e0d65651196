using Homeport.Domain;
using Homeport.Protocol.Access;

namespace Homeport.Host.Access;

/// <summary>Makes a ticket that opens one WebSocket as the caller.</summary>
internal sealed class CreateTicket(Tickets tickets)
{
    public Task<Result<CreateTicketResponse>> RunAsync(Caller caller, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (secret, expiresAt) = tickets.Create(caller);
        return Task.FromResult<Result<CreateTicketResponse>>(new CreateTicketResponse { Ticket = secret, ExpiresAt = expiresAt });
    }
}
