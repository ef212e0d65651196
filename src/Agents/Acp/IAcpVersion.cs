using System.Text.Json;
using System.Text.Json.Nodes;

namespace Homeport.Agents.Acp;

/// <summary>What the versions of the protocol do each in their own way, for one conversation. All else is the same in them.</summary>
internal interface IAcpVersion
{
    /// <summary>The programs whose output tool calls show.</summary>
    IAcpPrograms Programs { get; }

    /// <summary>Whether the agent may have its client read and write files and run programs.</summary>
    bool HasServices { get; }

    /// <summary>What the agent tells of itself in its answer to <c>initialize</c>.</summary>
    AcpGreeting Read(JsonElement answer);

    /// <summary>A server of the Model Context Protocol, as a session is given it.</summary>
    JsonObject Write(AgentMcpServer server);

    /// <summary>A turn begins.</summary>
    void BeginTurn();

    /// <summary>Says a prompt. Completes when the turn is over, with what has its <c>stopReason</c>.</summary>
    /// <exception cref="Rpc.RpcException">The agent refused it, or failed.</exception>
    /// <exception cref="IOException">The agent is gone.</exception>
    Task<JsonElement> PromptAsync(JsonElement parameters, CancellationToken cancellationToken);

    /// <summary>An update that this version tells in its own way; false when it is none of those.</summary>
    ValueTask<bool> HandleAsync(string? kind, JsonElement update, CancellationToken cancellationToken);

    /// <summary>What a <c>session/request_permission</c> is about.</summary>
    ValueTask<AcpPermission> ReadPermissionAsync(JsonElement request, CancellationToken cancellationToken);
}
