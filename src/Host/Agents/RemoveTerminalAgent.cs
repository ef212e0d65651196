using Homeport.Domain;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Storage;

namespace Homeport.Host.Agents;

/// <summary>Forgets a registered program.</summary>
internal sealed class RemoveTerminalAgent(Database database, LookForAgents look)
{
    public async Task<Result<NoResponse>> RunAsync(RemoveTerminalAgentRequest request, CancellationToken cancellationToken)
    {
        if (!await database.WriteAsync(scope => TerminalAgentStore.Remove(scope, request.Id), cancellationToken))
        {
            return TerminalAgentChecks.NotFound(request.Id);
        }

        await look.RunAsync(fresh: false, cancellationToken);
        return new NoResponse();
    }
}
