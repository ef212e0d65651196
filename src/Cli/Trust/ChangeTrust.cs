using System.Globalization;
using System.Text.Json;
using Homeport.Cli.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Trust;

namespace Homeport.Cli.Trust;

/// <summary><c>homeport trust accept</c> and <c>revoke</c>.</summary>
internal sealed class ChangeTrust(HostCommand command)
{
    public async Task<int> AcceptAsync(string reference, CancellationToken cancellationToken)
    {
        var question = await ReadTrust.FindAsync(command, reference, cancellationToken);
        var accepted = await command.Client.CallAsync<AcceptTrustRequest, AcceptTrustResponse>(
            "acceptTrust", new AcceptTrustRequest { QuestionId = question.Id }, cancellationToken);
        if (command.Printer.IsJson)
        {
            command.Printer.Json(JsonSerializer.SerializeToElement(accepted, ProtocolJson.Default.AcceptTrustResponse));
        }
        else
        {
            command.Printer.Line(string.Create(
                CultureInfo.InvariantCulture, $"{Files(accepted.Files)} trusted; {accepted.Tasks} {(accepted.Tasks == 1 ? "task waits" : "tasks wait")} no more."));
        }

        return ExitCodes.Ok;
    }

    public async Task<int> RevokeAsync(string? project, string? path, CancellationToken cancellationToken)
    {
        var revoked = await command.Client.CallAsync<RevokeTrustRequest, RevokeTrustResponse>(
            "revokeTrust",
            new RevokeTrustRequest { RepositoryGroupId = await new ProjectChoice(command).FindAsync(project, adds: false, cancellationToken), Path = path },
            cancellationToken);
        if (command.Printer.IsJson)
        {
            command.Printer.Json(JsonSerializer.SerializeToElement(revoked, ProtocolJson.Default.RevokeTrustResponse));
        }
        else
        {
            command.Printer.Line($"{Files(revoked.Files)} trusted no more.");
        }

        return ExitCodes.Ok;
    }

    private static string Files(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "file is" : "files are")}");
}
