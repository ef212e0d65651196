using Homeport.Domain;
using Homeport.Host.Projects;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Mcp;
using Homeport.Storage;

namespace Homeport.Host.Mcp;

/// <summary>Writes a server down, switched off.</summary>
internal sealed class AddMcpServer(Database database, McpValues values, McpLook look, TimeProvider time)
{
    private const int MostServers = 100;

    public async Task<Result<McpServerResponse>> RunAsync(AddMcpServerRequest request, CancellationToken cancellationToken)
    {
        if (WhatIsWrong(request) is { } wrong)
        {
            return wrong;
        }

        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        var environment = request.Environment ?? new Dictionary<string, string>();
        var headers = request.Headers ?? new Dictionary<string, string>();
        var secret = values.Seal(id, environment, request.Url, headers);
        var looked = await look.LookAsync(
            new McpServerView
            {
                Id = id,
                WorkspaceId = Workspace.Personal,
                RepositoryGroupId = request.RepositoryGroupId,
                Name = request.Name,
                Transport = request.Transport ?? (request.Command is null ? McpTransport.Http : McpTransport.Stdio),
                Command = request.Command,
                EnvironmentNames = [.. environment.Keys.Order(StringComparer.Ordinal)],
                Url = request.Url is { } url ? McpValues.Shown(url) : null,
                HeaderNames = [.. headers.Keys.Order(StringComparer.OrdinalIgnoreCase)],
                Enabled = false,
                Fingerprint = "",
                CreatedAt = now,
                Version = 1,
            },
            secret, cancellationToken);
        return looked.Succeeded(out var view, out var problem)
            ? await database.WriteAsync(scope => Add(scope, new McpServerRow(view, secret)), cancellationToken)
            : problem;
    }

    private static Problem? WhatIsWrong(AddMcpServerRequest request)
    {
        var errors = new List<FieldError>();
        McpChecks.Name(errors, request.Name);
        McpChecks.Program(errors, request.Command, request.Environment);
        McpChecks.Address(errors, request.Url, request.Headers);
        if (request.Command is null == request.Url is null)
        {
            errors.Add(new FieldError("command", "Give either a command or an address (url)."));
        }
        else if (request.Transport is { } transport && transport == McpTransport.Stdio != request.Command is not null)
        {
            errors.Add(new FieldError("transport", "stdio goes with a command, http and sse with an address."));
        }
        else if (request.Command is null ? request.Environment is { Count: > 0 } : request.Headers is { Count: > 0 })
        {
            errors.Add(new FieldError(request.Command is null ? "environment" : "headers", "Variables go with a command, headers with an address."));
        }

        return Agents.TerminalAgentChecks.ToProblem(errors);
    }

    private static Result<McpServerResponse> Add(WriteScope scope, McpServerRow row)
    {
        if (row.View.RepositoryGroupId is { } project && ProjectStore.Find(scope, project) is null)
        {
            return ProjectChecks.NotFound(project);
        }

        if (McpServerStore.FindByName(scope, row.View.RepositoryGroupId, row.View.Name) is not null)
        {
            return McpChecks.NameTaken(row.View.Name);
        }

        if (McpServerStore.All(scope).Count >= MostServers)
        {
            return new Problem(ProblemCode.Conflict, $"There are {MostServers} MCP servers already. Remove one that is not needed any more.");
        }

        McpServerStore.Add(scope, row);
        return new McpServerResponse { Server = row.View };
    }
}
