namespace Homeport.Protocol.Events;

/// <summary>Ends a subscription.</summary>
public sealed record UnsubscribeEventsRequest
{
    public required string SubscriptionId { get; init; }
}
