using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol.Projects;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Projects;

/// <summary>The startup commands of projects, as they are written down.</summary>
internal sealed class CommandDefinitionOperations(EditCommands commands) : IOperationSource
{
    private const string One = """{"projectId":"019a9f3c-0000-7000-8000-000000000001","id":"019a9f3c-0000-7000-8000-000000000004"}""";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<ListStartupCommandsRequest, ListStartupCommandsResponse>(
                "listStartupCommands", Get("/api/projects/{projectId}/commands"), Permission.Read, commands.ListAsync)
            .Describe("Lists the startup commands of a project in their order.")
            .Example("""{"projectId":"019a9f3c-0000-7000-8000-000000000001"}""").AsList("commands");
        operations.Add<AddStartupCommandRequest, StartupCommandResponse>(
                "addStartupCommand", Post("/api/projects/{projectId}/commands"), Permission.ProjectWrite, commands.AddAsync)
            .Describe("Gives a project a command that its tasks can run beside the agent, such as a development server.")
            .Example("""{"projectId":"019a9f3c-0000-7000-8000-000000000001","name":"Web","command":"npm run dev -- --port $PORT","portNames":["PORT"],"autoStart":true}""");
        operations.Add<UpdateStartupCommandRequest, StartupCommandResponse>(
                "updateStartupCommand", Patch("/api/projects/{projectId}/commands/{id}"), Permission.ProjectWrite, commands.UpdateAsync)
            .Describe("Changes what is given of a startup command. What runs of it goes on as it was started.")
            .Example("""{"projectId":"019a9f3c-0000-7000-8000-000000000001","id":"019a9f3c-0000-7000-8000-000000000004","restart":true}""");
        operations.Add<RemoveStartupCommandRequest, ListStartupCommandsResponse>(
                "removeStartupCommand", Delete("/api/projects/{projectId}/commands/{id}"), Permission.ProjectWrite, commands.RemoveAsync)
            .Describe("Takes a startup command from a project.").Example(One).AsList("commands");
        operations.Add<ReorderStartupCommandsRequest, ListStartupCommandsResponse>(
                "reorderStartupCommands", Post("/api/projects/{projectId}/commands/reorder"), Permission.ProjectWrite, commands.ReorderAsync)
            .Describe("Puts the startup commands of a project into an order; each is named once.")
            .Example("""{"projectId":"019a9f3c-0000-7000-8000-000000000001","ids":["019a9f3c-0000-7000-8000-000000000004"]}""").AsList("commands");
    }
}
