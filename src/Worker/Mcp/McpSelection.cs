using Homeport.Agents;
using Homeport.Protocol.Events;
using Homeport.Protocol.Link;
using Homeport.Protocol.Mcp;
using Homeport.Worker.Sandboxes;

namespace Homeport.Worker.Mcp;

/// <summary>Which of a session's servers its agent is given: those that are exactly what a person agreed to, and that can run where it works.</summary>
internal sealed class McpSelection(PinnedFiles pinned)
{
    /// <param name="assignment">What the host wants.</param>
    /// <param name="adapter">The agent.</param>
    /// <param name="confinement">Where it works.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<(IReadOnlyList<AgentMcpServer> Given, IReadOnlyList<SessionMcpServer> LeftOut)> ChooseAsync(
        AssignTaskRequest assignment, IAgentAdapter adapter, Confinement confinement, CancellationToken cancellationToken)
    {
        List<AgentMcpServer> given = [];
        List<SessionMcpServer> leftOut = [];
        foreach (var server in assignment.McpServers)
        {
            var reason = server.LeftOut
                ?? (adapter.Capabilities.Mcp == false ? $"{adapter.Name} takes no MCP servers" : null)
                ?? await WhyNotAsync(server, assignment, confinement, cancellationToken);
            if (reason is null)
            {
                given.Add(Of(server));
            }
            else
            {
                leftOut.Add(new SessionMcpServer { Name = server.Name, Transport = server.Transport, State = SessionMcpState.LeftOut, Reason = reason });
            }
        }

        return (given, leftOut);
    }

    private async Task<string?> WhyNotAsync(
        McpServerSpec server, AssignTaskRequest assignment, Confinement confinement, CancellationToken cancellationToken)
    {
        if (server.Transport != McpTransport.Stdio)
        {
            return null;
        }

        if (!confinement.HasOurPrograms)
        {
            return "its program is one of this machine, and the task works in a container";
        }

        if (PinnedFiles.FindOfRepository(server.Command, assignment.WorktreePath) is { } word)
        {
            return $"its argument {word} is a file of the repository, which the task may change";
        }

        var files = await pinned.FindAsync(server.Command, cancellationToken);
        return files.Count == 0 ? $"there is no program {server.Command[0]} on this machine"
            : Changed(server.Files, files) is { } changed ? $"{changed} is another file than when it was switched on; look at it in Settings and switch it on again"
            : null;
    }

    private static string? Changed(IReadOnlyList<PinnedFile> agreed, IReadOnlyList<PinnedFile> now) =>
        now.FirstOrDefault(file => !agreed.Contains(file))?.Path ?? agreed.FirstOrDefault(file => !now.Contains(file))?.Path;

    private static AgentMcpServer Of(McpServerSpec server) => new()
    {
        Name = server.Name,
        Transport = server.Transport switch
        {
            McpTransport.Stdio => AgentMcpTransport.Stdio,
            McpTransport.Http => AgentMcpTransport.Http,
            McpTransport.Sse => AgentMcpTransport.Sse,
        },
        Command = server.Files is [var program, ..] ? program.Path : null, // the very file that was looked at
        Arguments = [.. server.Command.Skip(1)],
        Environment = server.Environment,
        Url = server.Url,
        Headers = server.Headers,
    };
}
