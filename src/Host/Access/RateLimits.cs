namespace Homeport.Host.Access;

/// <summary>Requests that one caller may make: a bucket that fills steadily. 0 per second = no limit.</summary>
public sealed record RateLimits
{
    /// <summary>For the owner's token and socket, by which the owner's own programs come.</summary>
    public int OwnerPerSecond { get; init; }

    /// <summary>For a browser or an access token, each.</summary>
    public int CallerPerSecond { get; init; } = 2_000;

    /// <summary>How many seconds' worth may come at once.</summary>
    public int BurstSeconds { get; init; } = 2;

    /// <summary>Wrong credentials from one address, before further ones are not even looked at.</summary>
    public int FailedLoginsPerMinute { get; init; } = 20;
}
