namespace Homeport.Protocol;

/// <summary>The response of an operation that has nothing to say but that it is done.</summary>
public sealed record NoResponse;
