namespace Homeport.Protocol.Backend;

/// <summary>Ends the host.</summary>
public sealed record StopHostRequest
{
    /// <summary>Also end what runs on its workers: agents, terminals and services, and the workers that it started.</summary>
    public bool All { get; init; }
}
