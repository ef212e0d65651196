using System.Text.Json;
using System.Text.Json.Nodes;
using Homeport.Agents.Conversations;

namespace Homeport.Agents.Acp;

/// <summary>What both sides can, as <c>initialize</c> settles it.</summary>
internal sealed class AcpGreeting(JsonElement answer)
{
    public const int ProtocolVersion = 1;

    private readonly JsonElement? _capabilities = answer.Member("agentCapabilities");

    /// <summary>Before the agent has answered.</summary>
    public static AcpGreeting None { get; } = new(default);

    /// <summary>The version that the agent wants to speak; ours where it does not say.</summary>
    public long Version => answer.Whole("protocolVersion") ?? ProtocolVersion;

    public string? AgentVersion => answer.Member("agentInfo").Text("version");
    public bool CanLoad => _capabilities is { } offered && offered.Flag("loadSession");
    public bool CanResume => HasForSession("resume");
    public bool CanList => HasForSession("list");
    public bool CanClose => HasForSession("close");
    public bool TakesImages => Takes("promptCapabilities", "image");
    public bool TakesEmbeddedContext => Takes("promptCapabilities", "embeddedContext");
    public IEnumerable<JsonElement> AuthenticationMethods => answer.Items("authMethods");

    /// <summary>Whether it connects to such servers; each agent does to programs, as the protocol demands.</summary>
    public bool TakesMcp(AgentMcpTransport transport) => transport switch
    {
        AgentMcpTransport.Stdio => true,
        AgentMcpTransport.Http => Takes("mcpCapabilities", "http"),
        AgentMcpTransport.Sse => Takes("mcpCapabilities", "sse"),
    };

    /// <summary>What we say: only what we do.</summary>
    public static JsonElement Request(bool offersFiles, bool offersTerminals) => JsonWriting.Element(new JsonObject
    {
        ["protocolVersion"] = ProtocolVersion,
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
        ["clientInfo"] = new JsonObject { ["name"] = "homeport", ["title"] = "Homeport", ["version"] = ClientVersion.Text },
    });

    private bool HasForSession(string name) =>
        _capabilities.Member("sessionCapabilities").Member(name) is { ValueKind: not JsonValueKind.False };

    private bool Takes(string group, string name) => _capabilities.Member(group) is { } offered && offered.Flag(name);
}
