using Homeport.Domain.Access;
using Homeport.Domain;
using Homeport.Host.Operations;
using Homeport.Protocol.Agents;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Agents;

/// <summary>Which agents there are.</summary>
internal sealed class AgentOperations(AgentRegistry registry, LookForAgents look) : IOperationSource
{
    public void Register(OperationCatalogue operations)
    {
        operations.Add<ListAgentsResponse>("listAgents", Get("/api/agents"), Permission.Read, ListAsync)
            .Describe("Lists the agents that this build can run, with what was last found out about each: installed, version, login, next step.")
            .Example("{}").AsList("agents");
        operations.Add<ListAgentsResponse>("probeAgents", Post("/api/agents/probe"), Permission.TaskWrite, ProbeAsync)
            .Describe("Looks again for the agents on the worker's machine, and asks each program for its version anew.")
            .Example("{}").AsList("agents");
    }

    private async Task<Result<ListAgentsResponse>> ListAsync(CancellationToken cancellationToken) =>
        registry.All.Count > 0 ? new ListAgentsResponse { Items = registry.All } : await look.RunAsync(fresh: false, cancellationToken);

    private Task<Result<ListAgentsResponse>> ProbeAsync(CancellationToken cancellationToken) => look.RunAsync(fresh: true, cancellationToken);
}
