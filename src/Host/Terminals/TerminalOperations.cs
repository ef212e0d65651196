using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol;
using Homeport.Protocol.Terminals;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Terminals;

/// <summary>What can be done with terminals. What is on them goes over <see cref="TerminalEndpoint"/>.</summary>
internal sealed class TerminalOperations(CreateTerminal create, ReadTerminals read, RenameTerminal rename, CloseTerminal close) : IOperationSource
{
    private const string ById = """{"id":"019a9f3c-0000-7000-8000-000000000001"}""";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<CreateTerminalRequest, TerminalResponse>(
                "createTerminal", Post("/api/terminals"), Permission.TaskWrite, create.RunAsync)
            .Describe("Opens a terminal in a task's worktree or in a project's repository.")
            .Example("""{"taskId":"019a9f3c-0000-7000-8000-000000000002","columns":120,"rows":40}""");
        operations.Add<ListTerminalsRequest, ListTerminalsResponse>(
                "listTerminals", Get("/api/terminals"), Permission.Read, read.ListAsync)
            .Describe("Lists the terminals that are not closed, oldest first, of a task or a project if one is given.")
            .Example("""{"taskId":"019a9f3c-0000-7000-8000-000000000002"}""").AsList("terminals");
        operations.Add<GetTerminalRequest, TerminalResponse>(
                "getTerminal", Get("/api/terminals/{id}"), Permission.Read, read.GetAsync)
            .Describe("Shows how a terminal stands. Its screen is at /ws/terminals/{id}.").Example(ById);
        operations.Add<RenameTerminalRequest, TerminalResponse>(
                "renameTerminal", Patch("/api/terminals/{id}"), Permission.TaskWrite, rename.RunAsync)
            .Describe("Gives a terminal a name; without one, the title that its program sets is shown.")
            .Example("""{"id":"019a9f3c-0000-7000-8000-000000000001","name":"dev server"}""");
        operations.Add<CloseTerminalRequest, NoResponse>(
                "closeTerminal", Delete("/api/terminals/{id}"), Permission.TaskWrite, close.RunAsync)
            .Describe("Ends everything that runs in a terminal and forgets it.").Example(ById);
    }
}
