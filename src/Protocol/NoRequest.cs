namespace Homeport.Protocol;

/// <summary>The request of an operation that takes nothing.</summary>
public sealed record NoRequest;
