namespace Homeport.Protocol.Mcp;

/// <summary>Payload of <c>mcp_server_changed</c>. One that was removed is told by <c>mcp_server_removed</c>.</summary>
public sealed record McpServerChangedPayload(McpServerView Server);
