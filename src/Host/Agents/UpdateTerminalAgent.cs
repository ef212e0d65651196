using Homeport.Domain;
using Homeport.Host.Secrets;
using Homeport.Protocol.Agents;
using Homeport.Storage;

namespace Homeport.Host.Agents;

/// <summary>Changes what is given of a registered program. What runs of it goes on as it was started.</summary>
internal sealed class UpdateTerminalAgent(Database database, SealedValues values, LookForAgents look)
{
    public async Task<Result<TerminalAgentResponse>> RunAsync(UpdateTerminalAgentRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        TerminalAgentChecks.Name(errors, request.Name);
        TerminalAgentChecks.Command(errors, request.Command);
        TerminalAgentChecks.Environment(errors, request.Environment);
        if (TerminalAgentChecks.ToProblem(errors) is { } problem)
        {
            return problem;
        }

        var updated = await database.WriteAsync(scope => Update(scope, request), cancellationToken);
        if (updated.Succeeded(out _, out _))
        {
            await look.RunAsync(fresh: false, cancellationToken);
        }

        return updated;
    }

    private Result<TerminalAgentResponse> Update(WriteScope scope, UpdateTerminalAgentRequest request)
    {
        if (TerminalAgentStore.Find(scope, request.Id) is not { } row)
        {
            return TerminalAgentChecks.NotFound(request.Id);
        }

        var environment = row.Environment;
        var names = row.View.EnvironmentNames;
        if (request.Environment is { } given)
        {
            var known = values.Open(row.View.Id, row.Environment) ?? new Dictionary<string, string>();
            var kept = given.ToDictionary(
                entry => entry.Key, entry => entry.Value.Length > 0 ? entry.Value : known.GetValueOrDefault(entry.Key, ""), StringComparer.Ordinal);
            (environment, names) = (values.Seal(row.View.Id, kept), [.. kept.Keys.Order(StringComparer.Ordinal)]);
        }

        row = new TerminalAgentRow(
            row.View with
            {
                Name = request.Name?.Trim() ?? row.View.Name,
                Command = request.Command ?? row.View.Command,
                EnvironmentNames = names,
                FirstPrompt = request.FirstPrompt ?? row.View.FirstPrompt,
                Version = row.View.Version + 1,
            },
            environment);
        TerminalAgentStore.Save(scope, row);
        return new TerminalAgentResponse { Agent = row.View };
    }
}
