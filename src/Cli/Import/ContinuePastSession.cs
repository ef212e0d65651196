using System.Text.Json;
using Homeport.Cli.Tasks;
using Homeport.Protocol;
using Homeport.Protocol.Import;
using Homeport.Protocol.Tasks;

namespace Homeport.Cli.Import;

/// <summary><c>homeport import resume</c>.</summary>
internal sealed class ContinuePastSession(HostCommand command)
{
    public async Task<int> RunAsync(string reference, string? prompt, string? project, bool worktree, CancellationToken cancellationToken)
    {
        var request = new ResumePastSessionRequest
        {
            Id = await command.Client.FindPastSessionAsync(reference, cancellationToken),
            Prompt = prompt == "-" ? await PromptText.ReadAsync(prompt, command.Surroundings, cancellationToken) : prompt,
            RepositoryGroupId = project is null ? null : await new ProjectChoice(command).FindAsync(project, adds: false, cancellationToken),
            Isolation = worktree ? Isolation.Worktree : null,
        };
        var result = await command.Client.CallAsync(
            "resumePastSession", JsonSerializer.SerializeToElement(request, ProtocolJson.Default.ResumePastSessionRequest), cancellationToken);
        if (!command.Printer.IsJson && !result.GetProperty("created").GetBoolean())
        {
            command.Printer.Note(prompt is null
                ? "A task goes on with this session already:"
                : "A task goes on with this session already; nothing was said to it. Use 'homeport task prompt'.");
        }

        return await command.FinishAsync(result, new WaitForTask.Choices(), cancellationToken);
    }
}
