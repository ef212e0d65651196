namespace Homeport.Protocol.Events;

/// <summary>Pushed for stored events, in order, none missing: <c>event</c>.</summary>
public sealed record EventNotification
{
    public const string Method = "event";

    public required string SubscriptionId { get; init; }
    public required IReadOnlyList<EventView> Events { get; init; }
}

/// <summary>Pushed when entries can no longer be had: <c>gap</c>. The client reads the things anew.</summary>
public sealed record GapNotification
{
    public const string Method = "gap";

    public required string SubscriptionId { get; init; }
    public required long From { get; init; }
    public required long To { get; init; }
}
