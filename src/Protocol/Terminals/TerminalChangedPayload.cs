namespace Homeport.Protocol.Terminals;

/// <summary>Payload of <c>terminal_changed</c>. One that was closed is told by <c>terminal_removed</c>.</summary>
public sealed record TerminalChangedPayload(TerminalView Terminal);
