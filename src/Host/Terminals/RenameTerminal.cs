using Homeport.Domain;
using Homeport.Protocol.Terminals;
using Homeport.Storage;

namespace Homeport.Host.Terminals;

/// <summary>Gives a terminal a name, or takes it away.</summary>
internal sealed class RenameTerminal(Database database)
{
    public Task<Result<TerminalResponse>> RunAsync(RenameTerminalRequest request, CancellationToken cancellationToken)
    {
        var errors = new List<FieldError>();
        TerminalProblems.CheckName(request.Name, errors);
        return TerminalProblems.ToProblem(errors) is { } problem
            ? Task.FromResult<Result<TerminalResponse>>(problem)
            : database.WriteAsync<Result<TerminalResponse>>(
                scope => TerminalStore.Find(scope, request.Id) is { } row
                    ? new TerminalResponse { Terminal = TerminalStore.Save(scope, row.Terminal with { Name = TerminalProblems.Trimmed(request.Name) }) }
                    : TerminalProblems.NotFound(request.Id),
                cancellationToken);
    }
}
