using Homeport.Cli.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Mcp;

namespace Homeport.Cli.Mcp;

/// <summary><c>homeport mcp server add</c>, <c>enable</c>, <c>disable</c> and <c>remove</c>.</summary>
internal sealed class ChangeMcpServers(HostCommand command)
{
    public async Task<int> AddAsync(AddMcpServerRequest request, string? project, bool enables, CancellationToken cancellationToken)
    {
        if (project is not null)
        {
            request = request with { RepositoryGroupId = await new ProjectChoice(command).FindAsync(project, adds: false, cancellationToken) };
        }

        var added = (await command.Client.CallAsync<AddMcpServerRequest, McpServerResponse>("addMcpServer", request, cancellationToken)).Server;
        new ReadMcpServers(command).Show(enables ? await EnableAsync(added, cancellationToken) : added);
        if (!enables && !command.Printer.IsJson)
        {
            command.Printer.Note($"Agents get it once it is switched on: homeport mcp server enable {added.Name}{(project is null ? "" : $" --project {project}")}");
        }

        return ExitCodes.Ok;
    }

    public async Task<int> EnableAsync(string name, string? project, CancellationToken cancellationToken)
    {
        new ReadMcpServers(command).Show(await EnableAsync(await ReadMcpServers.FindAsync(command, name, project, cancellationToken), cancellationToken));
        return ExitCodes.Ok;
    }

    public async Task<int> DisableAsync(string name, string? project, CancellationToken cancellationToken)
    {
        var server = await ReadMcpServers.FindAsync(command, name, project, cancellationToken);
        new ReadMcpServers(command).Show((await command.Client.CallAsync<McpServerById, McpServerResponse>(
            "disableMcpServer", new McpServerById { Id = server.Id }, cancellationToken)).Server);
        return ExitCodes.Ok;
    }

    public async Task<int> RemoveAsync(string name, string? project, CancellationToken cancellationToken)
    {
        var server = await ReadMcpServers.FindAsync(command, name, project, cancellationToken);
        await command.Client.CallAsync<McpServerById, NoResponse>("removeMcpServer", new McpServerById { Id = server.Id }, cancellationToken);
        if (!command.Printer.IsJson)
        {
            command.Printer.Line($"{server.Name} is forgotten, with its values.");
        }

        return ExitCodes.Ok;
    }

    private async Task<McpServerView> EnableAsync(McpServerView seen, CancellationToken cancellationToken) =>
        (await command.Client.CallAsync<EnableMcpServerRequest, McpServerResponse>(
            "enableMcpServer", new EnableMcpServerRequest { Id = seen.Id, Fingerprint = seen.Fingerprint }, cancellationToken)).Server;
}
