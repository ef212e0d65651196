using System.Text.Json;
using Homeport.Cli.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Mcp;

namespace Homeport.Cli.Mcp;

/// <summary><c>homeport mcp server list</c> and <c>show</c>.</summary>
internal sealed class ReadMcpServers(HostCommand command)
{
    public async Task<int> ListAsync(string? project, bool everywhere, CancellationToken cancellationToken)
    {
        var request = new ListMcpServersRequest
        {
            RepositoryGroupId = project is null ? null : await new ProjectChoice(command).FindAsync(project, adds: false, cancellationToken),
            All = everywhere ? true : null,
        };
        var printer = command.Printer;
        if (printer.IsJson)
        {
            printer.Json(await command.Client.CallAsync(
                "listMcpServers", JsonSerializer.SerializeToElement(request, ProtocolJson.Default.ListMcpServersRequest), cancellationToken));
            return ExitCodes.Ok;
        }

        var servers = await command.Client.ListAsync<ListMcpServersRequest, McpServerView>("listMcpServers", request, "servers", cancellationToken);
        if (servers.Count == 0 && printer.IsRich)
        {
            printer.Line("There are no MCP servers. See 'homeport mcp server add --help'.");
            return ExitCodes.Ok;
        }

        printer.Table(
            ["NAME", "STATE", "FOR", "BY", "WHAT"],
            [.. servers.Select(server => (IReadOnlyList<string>)
                [
                    server.Name, server.Enabled ? "on" : "off", server.RepositoryGroupId is null ? "all projects" : "a project",
                    TaskWords.Word(server.Transport.ToString()), McpWords.Target(server),
                ])]);
        return ExitCodes.Ok;
    }

    public async Task<int> ShowAsync(string name, string? project, CancellationToken cancellationToken)
    {
        Show(await FindAsync(command, name, project, cancellationToken));
        return ExitCodes.Ok;
    }

    public void Show(McpServerView server)
    {
        var printer = command.Printer;
        if (printer.IsJson)
        {
            printer.Json(JsonSerializer.SerializeToElement(new McpServerResponse { Server = server }, ProtocolJson.Default.McpServerResponse));
            return;
        }

        printer.Line($"{server.Name} is {(server.Enabled ? "on" : "off")}, for {(server.RepositoryGroupId is null ? "all projects" : "a project")}");
        printer.Line($"  {TaskWords.Word(server.Transport.ToString())}: {McpWords.Target(server)}");
        foreach (var file in server.Files)
        {
            printer.Line($"  file {file.Path}, SHA-256 {file.Hash}");
        }

        foreach (var value in server.EnvironmentNames.Concat(server.HeaderNames))
        {
            printer.Line($"  {value}: a value that is not shown");
        }
    }

    /// <summary>By name among those of a project or for all projects, or by id.</summary>
    public static async Task<McpServerView> FindAsync(HostCommand command, string name, string? project, CancellationToken cancellationToken)
    {
        var projectId = project is null ? null : await new ProjectChoice(command).FindAsync(project, adds: false, cancellationToken);
        var all = await command.Client.ListAsync<ListMcpServersRequest, McpServerView>(
            "listMcpServers", new ListMcpServersRequest { All = true }, "servers", cancellationToken);
        return all.FirstOrDefault(server => server.Id == name)
            ?? all.FirstOrDefault(server => server.Name == name && server.RepositoryGroupId == projectId)
            ?? throw new CommandException(
                ExitCodes.Failed, ErrorCodes.NotFound, $"There is no MCP server '{name}' {(project is null ? "for all projects" : "in that project")}. See 'homeport mcp server list --all'.");
    }
}
