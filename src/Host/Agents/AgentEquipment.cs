using Homeport.Host.Mcp;
using Homeport.Host.Secrets;
using Homeport.Host.Tasks;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Link;
using Homeport.Storage;

namespace Homeport.Host.Agents;

/// <summary>What a turn's agent is given beside its prompt, opened for this turn: the registered program with its variables, and the MCP servers.</summary>
internal sealed class AgentEquipment(SealedValues values, McpValues mcp)
{
    public AssignTaskRequest Add(ReadScope scope, UnitTask task, AssignTaskRequest assignment) =>
        assignment with { Program = ProgramOf(scope, task.AgentType), McpServers = McpServersOf(scope, task.ProjectId) };

    /// <summary>What is switched on. A project's own entry, switched on or off, takes the place of one for all with the same name.</summary>
    private IReadOnlyList<McpServerSpec> McpServersOf(ReadScope scope, string projectId) =>
    [
        .. McpServerStore.For(scope, projectId)
            .GroupBy(row => row.View.Name, StringComparer.Ordinal)
            .Select(same => same.MaxBy(row => row.View.RepositoryGroupId is not null)!)
            .Where(row => row.View.Enabled)
            .Select(mcp.SpecOf),
    ];

    private TerminalProgram? ProgramOf(ReadScope scope, string agentType) =>
        AgentKinds.IsTerminal(agentType) && TerminalAgentStore.OfKind(scope, agentType) is { } row
            ? LookForAgents.ProgramOf(row.View) with { Environment = values.Open(row.View.Id, row.Environment) ?? new Dictionary<string, string>() }
            : null;
}
