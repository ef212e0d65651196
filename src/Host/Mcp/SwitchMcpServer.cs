using Homeport.Domain;
using Homeport.Protocol;
using Homeport.Protocol.Mcp;
using Homeport.Storage;

namespace Homeport.Host.Mcp;

/// <summary>Switches servers on, exactly as they were shown, and off; forgets them.</summary>
internal sealed class SwitchMcpServer(Database database, McpLook look)
{
    public async Task<Result<McpServerResponse>> EnableAsync(EnableMcpServerRequest request, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(scope => McpServerStore.Find(scope, request.Id), cancellationToken);
        if (row is null)
        {
            return McpChecks.NotFound(request.Id);
        }

        var looked = await look.LookAsync(row.View, row.Values, cancellationToken);
        if (!looked.Succeeded(out var now, out var problem))
        {
            return problem;
        }

        if (now is { Transport: McpTransport.Stdio, Files.Count: 0 })
        {
            return new Problem(ProblemCode.Conflict, $"There is no program {now.Command![0]} on this machine. Install it, then switch {now.Name} on.");
        }

        var isSeen = now.Fingerprint == request.Fingerprint;
        return await database.WriteAsync<Result<McpServerResponse>>(
            scope =>
            {
                if (McpServerStore.Find(scope, request.Id) is not { } stored || stored.View.Version != row.View.Version)
                {
                    return Changed(row.View.Name);
                }

                // What was looked at just now is what is shown next, also where it is not what was seen.
                var saved = stored with { View = now with { Enabled = isSeen, Version = stored.View.Version + 1 } };
                McpServerStore.Save(scope, saved);
                return isSeen ? new McpServerResponse { Server = saved.View } : Changed(now.Name);
            },
            cancellationToken);
    }

    public Task<Result<McpServerResponse>> DisableAsync(McpServerById request, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<McpServerResponse>>(
            scope =>
            {
                if (McpServerStore.Find(scope, request.Id) is not { } row)
                {
                    return McpChecks.NotFound(request.Id);
                }

                row = row with { View = row.View with { Enabled = false, Version = row.View.Version + 1 } };
                McpServerStore.Save(scope, row);
                return new McpServerResponse { Server = row.View };
            },
            cancellationToken);

    public Task<Result<NoResponse>> RemoveAsync(McpServerById request, CancellationToken cancellationToken) =>
        database.WriteAsync<Result<NoResponse>>(
            scope =>
            {
                if (McpServerStore.Find(scope, request.Id) is not { } row)
                {
                    return McpChecks.NotFound(request.Id);
                }

                McpServerStore.Remove(scope, row);
                return new NoResponse();
            },
            cancellationToken);

    private static Problem Changed(string name) =>
        new(ProblemCode.Conflict, $"{name} is not what you saw any more: its definition or one of its files has changed. Look at it again, then switch it on.");
}
