using Homeport.Domain;
using Homeport.Host.Secrets;
using Homeport.Host.Workspaces;
using Homeport.Protocol.Agents;
using Homeport.Storage;

namespace Homeport.Host.Agents;

/// <summary>Registers a program as an agent in a terminal.</summary>
internal sealed class AddTerminalAgent(Database database, SealedValues values, LookForAgents look, TimeProvider time)
{
    private const int MostAgents = 50;

    public async Task<Result<TerminalAgentResponse>> RunAsync(AddTerminalAgentRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        TerminalAgentChecks.Name(errors, request.Name);
        TerminalAgentChecks.Command(errors, request.Command);
        TerminalAgentChecks.Environment(errors, request.Environment);
        if (TerminalAgentChecks.ToProblem(errors) is { } problem)
        {
            return problem;
        }

        var added = await database.WriteAsync(scope => Add(scope, request), cancellationToken);
        if (added.Succeeded(out _, out _))
        {
            await look.RunAsync(fresh: false, cancellationToken); // where no worker is there, the next look finds it
        }

        return added;
    }

    private Result<TerminalAgentResponse> Add(WriteScope scope, AddTerminalAgentRequest request)
    {
        var known = TerminalAgentStore.List(scope);
        if (known.Count >= MostAgents)
        {
            return new Problem(ProblemCode.Conflict, $"There are {MostAgents} registered programs already. Remove one that is not needed any more.");
        }

        var kind = AgentKinds.TerminalPrefix + TerminalAgentChecks.ShortName(request.Name);
        if (kind == AgentKinds.AiderTerminal || known.Any(row => row.View.Kind == kind))
        {
            return new Problem(ProblemCode.Conflict, $"There is an agent called {kind} already. Choose another name, or change that one.");
        }

        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        var environment = request.Environment ?? new Dictionary<string, string>();
        var row = new TerminalAgentRow(
            new TerminalAgentView
            {
                Id = id,
                Kind = kind,
                Name = request.Name.Trim(),
                Command = request.Command,
                EnvironmentNames = [.. environment.Keys.Order(StringComparer.Ordinal)],
                FirstPrompt = request.FirstPrompt ?? FirstPrompt.Typed,
                CreatedAt = now,
                Version = 1,
            },
            values.Seal(id, environment));
        TerminalAgentStore.Add(scope, Workspace.Personal, row);
        return new TerminalAgentResponse { Agent = row.View };
    }
}
