using Homeport.Domain;
using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol;
using Homeport.Protocol.Agents;
using Homeport.Storage;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Agents;

/// <summary>Programs that a person registers as agents in a terminal.</summary>
internal sealed class TerminalAgentOperations(
    Database database, AddTerminalAgent add, UpdateTerminalAgent update, RemoveTerminalAgent remove) : IOperationSource
{
    private const string Id = "019a9f3c-0000-7000-8000-000000000001";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<AddTerminalAgentRequest, TerminalAgentResponse>(
                "addTerminalAgent", Post("/api/terminal-agents"), Permission.Administer, add.RunAsync)
            .Describe("Registers a command line program as an agent that works in a terminal of its own.")
            .Example("""{"name":"My CLI","command":["mycli","--chat"],"firstPrompt":"typed"}""");
        operations.Add<ListTerminalAgentsResponse>("listTerminalAgents", Get("/api/terminal-agents"), Permission.Read, ListAsync)
            .Describe("Lists the registered programs by name. Of their variables only the names are told.").Example("{}").AsList("agents");
        operations.Add<UpdateTerminalAgentRequest, TerminalAgentResponse>(
                "updateTerminalAgent", Patch("/api/terminal-agents/{id}"), Permission.Administer, update.RunAsync)
            .Describe("Changes what is given of a registered program. What runs of it goes on as it was started.")
            .Example($$"""{"id":"{{Id}}","command":["mycli"]}""");
        operations.Add<RemoveTerminalAgentRequest, NoResponse>(
                "removeTerminalAgent", Delete("/api/terminal-agents/{id}"), Permission.Administer, remove.RunAsync)
            .Describe("Forgets a registered program. Tasks that have it as their agent cannot be started again.")
            .Example($$"""{"id":"{{Id}}"}""");
    }

    private async Task<Result<ListTerminalAgentsResponse>> ListAsync(CancellationToken cancellationToken) =>
        new ListTerminalAgentsResponse
        {
            Items = [.. (await database.ReadAsync(TerminalAgentStore.List, cancellationToken)).Select(row => row.View)],
        };
}
