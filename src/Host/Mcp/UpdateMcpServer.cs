using Homeport.Domain;
using Homeport.Protocol.Mcp;
using Homeport.Storage;

namespace Homeport.Host.Mcp;

/// <summary>Changes what is given of a server. Whatever changes, somebody must agree to it anew.</summary>
internal sealed class UpdateMcpServer(Database database, McpValues values, McpLook look)
{
    public async Task<Result<McpServerResponse>> RunAsync(UpdateMcpServerRequest request, CancellationToken cancellationToken)
    {
        var row = await database.ReadAsync(scope => McpServerStore.Find(scope, request.Id), cancellationToken);
        if (row is null)
        {
            return McpChecks.NotFound(request.Id);
        }

        var errors = new List<FieldError>();
        McpChecks.Name(errors, request.Name);
        McpChecks.Program(errors, request.Command, request.Environment);
        McpChecks.Address(errors, request.Url, request.Headers);
        if (row.View.Transport == McpTransport.Stdio ? request.Url is not null || request.Headers is { Count: > 0 } : request.Command is not null || request.Environment is { Count: > 0 })
        {
            errors.Add(new FieldError("transport", "How a server is reached stays as it is. Add another one instead."));
        }

        if (Agents.TerminalAgentChecks.ToProblem(errors) is { } problem)
        {
            return problem;
        }

        var (view, secret) = Change(row, request);
        var looked = await look.LookAsync(view, secret, cancellationToken);
        return looked.Succeeded(out var seen, out var away)
            ? await database.WriteAsync(scope => Save(scope, row.View.Version, new McpServerRow(seen, secret)), cancellationToken)
            : away;
    }

    private (McpServerView View, string Values) Change(McpServerRow row, UpdateMcpServerRequest request)
    {
        var known = values.Open(row) ?? new OpenMcpValues(new Dictionary<string, string>(), null, new Dictionary<string, string>());
        var environment = Merge(known.Environment, request.Environment);
        var headers = Merge(known.Headers, request.Headers);
        var url = request.Url ?? known.Url;
        var view = row.View with
        {
            Name = request.Name ?? row.View.Name,
            Command = request.Command ?? row.View.Command,
            EnvironmentNames = [.. environment.Keys.Order(StringComparer.Ordinal)],
            Url = url is null ? null : McpValues.Shown(url),
            HeaderNames = [.. headers.Keys.Order(StringComparer.OrdinalIgnoreCase)],
            Enabled = false,
            Version = row.View.Version + 1,
        };
        return (view, values.Seal(row.View.Id, environment, url, headers));
    }

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> known, IReadOnlyDictionary<string, string>? given) =>
        (given ?? known).ToDictionary(
            entry => entry.Key, entry => entry.Value.Length > 0 ? entry.Value : known.GetValueOrDefault(entry.Key, ""), StringComparer.Ordinal);

    private static Result<McpServerResponse> Save(WriteScope scope, long seen, McpServerRow row)
    {
        if (McpServerStore.Find(scope, row.View.Id) is not { } now || now.View.Version != seen)
        {
            return new Problem(ProblemCode.Conflict, $"{row.View.Name} was changed meanwhile. Read it again, then change it.");
        }

        if (row.View.Name != now.View.Name && McpServerStore.FindByName(scope, row.View.RepositoryGroupId, row.View.Name) is not null)
        {
            return McpChecks.NameTaken(row.View.Name);
        }

        McpServerStore.Save(scope, row);
        return new McpServerResponse { Server = row.View };
    }
}
