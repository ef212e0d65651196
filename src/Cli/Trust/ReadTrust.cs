using System.Globalization;
using System.Text.Json;
using Homeport.Cli.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Tasks;
using Homeport.Protocol.Trust;

namespace Homeport.Cli.Trust;

/// <summary><c>homeport trust list</c> and <c>show</c>.</summary>
internal sealed class ReadTrust(HostCommand command)
{
    private const int ShortHash = 12;

    public async Task<int> ListAsync(string? project, bool everywhere, CancellationToken cancellationToken)
    {
        var request = new ListTrustedFilesRequest
        {
            RepositoryGroupId = everywhere ? null : await new ProjectChoice(command).FindAsync(project, adds: false, cancellationToken),
        };
        var printer = command.Printer;
        if (printer.IsJson)
        {
            printer.Json(await command.Client.CallAsync(
                "listTrustedFiles", JsonSerializer.SerializeToElement(request, ProtocolJson.Default.ListTrustedFilesRequest), cancellationToken));
            return ExitCodes.Ok;
        }

        var waiting = (await command.Client.ListAsync<NoRequest, TrustQuestionView>("listTrustQuestions", new NoRequest(), "questions", cancellationToken))
            .Where(question => everywhere || question.RepositoryGroupId == request.RepositoryGroupId).ToArray();
        var trusted = await command.Client.ListAsync<ListTrustedFilesRequest, TrustedFileView>("listTrustedFiles", request, "trustedFiles", cancellationToken);
        if (waiting.Length == 0 && trusted.Count == 0 && printer.IsRich)
        {
            printer.Line("Nothing is trusted, and no task waits for it.");
            return ExitCodes.Ok;
        }

        printer.Table(
            ["STATE", "PATH", "HASH", "WHO", "WHEN"],
            [
                .. waiting.SelectMany(question => question.Files.Select(file => (IReadOnlyList<string>)
                    ["waits", file.Path, file.Hash[..ShortHash], $"task {TaskReference.Short(question.TaskId)}", When(question.CreatedAt)])),
                .. trusted.Select(file => (IReadOnlyList<string>)["trusted", file.Path, file.Hash[..ShortHash], file.AcceptedBy, When(file.AcceptedAt)]),
            ]);
        return ExitCodes.Ok;
    }

    public async Task<int> ShowAsync(string reference, CancellationToken cancellationToken)
    {
        var question = await FindAsync(command, reference, cancellationToken);
        var printer = command.Printer;
        if (printer.IsJson)
        {
            printer.Json(JsonSerializer.SerializeToElement(new TrustQuestionResponse { Question = question }, ProtocolJson.Default.TrustQuestionResponse));
            return ExitCodes.Ok;
        }

        foreach (var file in question.Files)
        {
            printer.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{file.Path}: {(file.Change == TrustChange.New ? "new" : "changed")}, {file.Size} bytes{(file.Executable ? ", a program" : "")}{(file.LinkTarget is { } target ? $", leads to {target}" : "")}"));
            printer.Line(file.Patch ?? "(no text, or too long to show)");
        }

        return ExitCodes.Ok;
    }

    /// <summary>The question that a task waits for.</summary>
    public static async Task<TrustQuestionView> FindAsync(HostCommand command, string reference, CancellationToken cancellationToken)
    {
        var id = await command.Client.ResolveAsync(reference, cancellationToken);
        var task = (await command.Client.CallAsync<GetUnitTaskRequest, GetUnitTaskResponse>(
            "getUnitTask", new GetUnitTaskRequest { Id = id }, cancellationToken)).Task;
        return task.Trust is { } asked
            ? (await command.Client.CallAsync<GetTrustQuestionRequest, TrustQuestionResponse>(
                "getTrustQuestion", new GetTrustQuestionRequest { Id = asked.Id }, cancellationToken)).Question
            : throw new CommandException(ExitCodes.Failed, ErrorCodes.Conflict, $"Task {TaskReference.Short(id)} does not wait to be trusted.");
    }

    private string When(DateTimeOffset at) => command.Printer.IsRich
        ? TaskWords.Age(at, command.Surroundings.Time)
        : at.ToString("O", CultureInfo.InvariantCulture);
}
