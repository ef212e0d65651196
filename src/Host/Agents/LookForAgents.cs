using Homeport.Domain;
using Homeport.Host.Workers;
using Homeport.Protocol.Agents;
using Homeport.Protocol.Link;
using Homeport.Storage;

namespace Homeport.Host.Agents;

/// <summary>Has the worker look which agents are there, those that a person registered included.</summary>
internal sealed class LookForAgents(Database database, AgentRegistry registry, IWorkerRpc worker)
{
    /// <param name="fresh">Ask each program anew, also where its answer is known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<Result<ListAgentsResponse>> RunAsync(bool fresh, CancellationToken cancellationToken)
    {
        var registered = await database.ReadAsync(TerminalAgentStore.List, cancellationToken);
        var probed = await worker.CallAsync<ProbeAgentsRequest, ListAgentsResponse>(
            WorkerMethods.ProbeAgents,
            new ProbeAgentsRequest { Fresh = fresh, Programs = [.. registered.Select(row => ProgramOf(row.View))] },
            cancellationToken);
        if (probed.Succeeded(out var response, out _))
        {
            registry.Remember(response.Items);
        }

        return probed;
    }

    /// <summary>Without its variables.</summary>
    public static TerminalProgram ProgramOf(TerminalAgentView agent) => new()
    {
        Kind = agent.Kind,
        Name = agent.Name,
        Command = agent.Command,
        FirstPrompt = agent.FirstPrompt,
    };
}
