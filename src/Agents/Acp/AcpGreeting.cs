using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;

namespace Homeport.Agents.Acp;

/// <summary>What both sides can, as <c>initialize</c> settles it.</summary>
internal sealed record AcpGreeting
{
    /// <summary>Before the agent has answered.</summary>
    public static AcpGreeting None { get; } = new();

    /// <summary>The version that the agent wants to speak.</summary>
    public long Version { get; init; }

    public string? AgentVersion { get; init; }

    /// <summary>Whether it has sessions at all.</summary>
    public bool HasSessions { get; init; }

    public bool CanLoad { get; init; }
    public bool CanResume { get; init; }
    public bool CanList { get; init; }
    public bool CanClose { get; init; }
    public bool TakesImages { get; init; }
    public bool TakesEmbeddedContext { get; init; }
    public IReadOnlyList<JsonElement> AuthenticationMethods { get; init; } = [];

    /// <summary>How it reaches MCP servers.</summary>
    public IReadOnlyList<AgentMcpTransport> McpTransports { get; init; } = [];

    /// <summary>
    /// What we say: only what we do. Where the second version is offered, both versions' words are said, because the agent may
    /// choose the first.
    /// </summary>
    public static JsonElement Request(bool offersFiles, bool offersTerminals, long version)
    {
        var request = new JsonObject
        {
            ["protocolVersion"] = version,
            ["clientCapabilities"] = new JsonObject
            {
                ["fs"] = new JsonObject { ["readTextFile"] = offersFiles, ["writeTextFile"] = offersFiles },
                ["terminal"] = offersTerminals,
                ["session"] = new JsonObject
                {
                    ["compaction"] = new JsonObject(),
                    ["configOptions"] = new JsonObject { ["boolean"] = new JsonObject() },
                    ["notices"] = new JsonObject(),
                },
                ["auth"] = new JsonObject { ["terminal"] = true }, // the person is told the command
                ["elicitation"] = new JsonObject { ["form"] = new JsonObject() },
            },
            ["clientInfo"] = Us(),
        };
        if (version >= AcpVersions.Second)
        {
            request["capabilities"] = new JsonObject
            {
                ["auth"] = new JsonObject { ["terminal"] = new JsonObject() },
                ["elicitation"] = new JsonObject { ["form"] = new JsonObject() },
            };
            request["info"] = Us();
        }

        return JsonWriting.Element(request);
    }

    /// <summary>Whether it connects to such servers.</summary>
    public bool TakesMcp(AgentMcpTransport transport) => McpTransports.Contains(transport);

    private static JsonObject Us() => new() { ["name"] = "homeport", ["title"] = "Homeport", ["version"] = ClientVersion.Text };
}
