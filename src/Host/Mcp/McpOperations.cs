using Homeport.Domain;
using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol;
using Homeport.Protocol.Mcp;
using Homeport.Storage;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Mcp;

/// <summary>Servers of the Model Context Protocol that agents are given.</summary>
internal sealed class McpOperations(Database database, AddMcpServer add, UpdateMcpServer update, SwitchMcpServer @switch) : IOperationSource
{
    private const string ById = """{"id":"019a9f3c-0000-7000-8000-000000000001"}""";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<AddMcpServerRequest, McpServerResponse>("addMcpServer", Post("/api/mcp-servers"), Permission.Administer, add.RunAsync)
            .Describe("Writes down an MCP server for a project, or for all. It is off until somebody switches it on.")
            .Example("""{"name":"docs","command":["docs-mcp","--stdio"],"environment":{"DOCS_KEY":"secret"}}""");
        operations.Add<ListMcpServersRequest, ListMcpServersResponse>("listMcpServers", Get("/api/mcp-servers"), Permission.Read, ListAsync)
            .Describe("Lists MCP servers by name: those for all projects, with those of a project where one is given. Values are never shown.")
            .Example("{}").AsList("servers");
        operations.Add<UpdateMcpServerRequest, McpServerResponse>(
                "updateMcpServer", Patch("/api/mcp-servers/{id}"), Permission.Administer, update.RunAsync)
            .Describe("Changes what is given of an MCP server, and switches it off: somebody must agree to what it is now.")
            .Example("""{"id":"019a9f3c-0000-7000-8000-000000000001","command":["docs-mcp"]}""");
        operations.Add<EnableMcpServerRequest, McpServerResponse>(
                "enableMcpServer", Post("/api/mcp-servers/{id}/enable"), Permission.Administer, @switch.EnableAsync)
            .Describe("Switches an MCP server on, exactly as it was shown: one that is another by now is refused.")
            .Example("""{"id":"019a9f3c-0000-7000-8000-000000000001","fingerprint":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}""");
        operations.Add<McpServerById, McpServerResponse>(
                "disableMcpServer", Post("/api/mcp-servers/{id}/disable"), Permission.Administer, @switch.DisableAsync)
            .Describe("Switches an MCP server off. Sessions that have it keep it until their agent's process ends.").Example(ById);
        operations.Add<McpServerById, NoResponse>(
                "removeMcpServer", Delete("/api/mcp-servers/{id}"), Permission.Administer, @switch.RemoveAsync)
            .Describe("Forgets an MCP server with its values.").Example(ById);
    }

    private async Task<Result<ListMcpServersResponse>> ListAsync(ListMcpServersRequest request, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            scope => request.All == true ? McpServerStore.All(scope) : McpServerStore.For(scope, request.RepositoryGroupId), cancellationToken);
        return new ListMcpServersResponse { Items = [.. rows.Select(row => row.View)] };
    }
}
