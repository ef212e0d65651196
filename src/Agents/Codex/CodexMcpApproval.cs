using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;
using Homeport.Protocol.Approvals;

namespace Homeport.Agents.Codex;

/// <summary>How Codex asks for a tool of an MCP server: as a form without fields, with its own marks.</summary>
internal static class CodexMcpApproval
{
    private const string Once = "accept";
    private const string Session = "acceptForSession";
    private const string Decline = "decline";

    /// <summary>Is it that, and not a form of the server's own?</summary>
    public static bool Is(JsonElement request) => request.Member("_meta").Text("codex_approval_kind") == "mcp_tool_call";

    /// <summary>The tool has the name that other agents give it, so that a rule counts for all of them.</summary>
    public static AgentApproval Read(JsonElement request, string id)
    {
        var meta = request.Member("_meta");
        var (server, tool) = (request.Text("serverName") ?? "server", meta.Text("tool_name") ?? "tool");
        ApprovalOption[] options =
        [
            new() { Id = Once, Kind = ApprovalOptionKind.AllowOnce, Name = "Allow once" },
            .. meta.Items("persist").Any(how => how.ToString() == "session")
                ? [new ApprovalOption { Id = Session, Kind = ApprovalOptionKind.AllowAlways, Name = "Allow this tool in this session" }]
                : Array.Empty<ApprovalOption>(),
            new() { Id = Decline, Kind = ApprovalOptionKind.RejectOnce, Name = "Reject" },
        ];
        return new()
        {
            Id = id,
            Kind = ApprovalKind.Permission,
            ToolName = $"mcp__{server}__{tool}",
            Title = $"{server}: {tool}",
            Detail = meta.Member("tool_params") is { } parameters ? JsonWriting.Indented(parameters) : "{}",
            DetailKind = ApprovalDetailKind.Json,
            Reason = meta.Text("tool_description"),
            Options = options,
        };
    }

    /// <summary>Null where there is no such option.</summary>
    public static JsonObject? Answer(string? optionId) => optionId switch
    {
        Once => new() { ["action"] = "accept", ["content"] = new JsonObject() },
        Session => new() { ["action"] = "accept", ["content"] = new JsonObject(), ["_meta"] = new JsonObject { ["persist"] = "session" } },
        Decline => new() { ["action"] = "decline" },
        _ => null,
    };

    public static JsonObject Refusal() => new() { ["action"] = "cancel" };
}
