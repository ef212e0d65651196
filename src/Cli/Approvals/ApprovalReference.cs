using Homeport.Cli.Client;
using Homeport.Protocol;
using Homeport.Protocol.Approvals;

namespace Homeport.Cli.Approvals;

/// <summary>Finds what a person means among the things that wait, by the whole id or an end of it that is no other's.</summary>
internal static class ApprovalReference
{
    private const int Least = 4;
    private const int Most = 200;

    public static Task<IReadOnlyList<ApprovalView>> ListPendingAsync(this HostClient client, string? taskId, CancellationToken cancellationToken) =>
        client.ListAsync<ListApprovalsRequest, ApprovalView>(
            "listApprovals", new ListApprovalsRequest { TaskId = taskId, State = ApprovalState.Pending, Limit = Most }, "approvals", cancellationToken);

    /// <param name="client">The host.</param>
    /// <param name="reference">Null for the only one that waits.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ApprovalView> FindApprovalAsync(this HostClient client, string? reference, CancellationToken cancellationToken)
    {
        if (reference is { Length: < Least })
        {
            throw CommandException.Usage($"'{reference}' is too short to name an approval. Give at least {Least} characters of its id.");
        }

        var pending = await client.ListPendingAsync(taskId: null, cancellationToken);
        ApprovalView[] fits =
        [
            .. pending.Where(approval => reference is null || approval.Id == reference ||
                approval.Id.EndsWith(reference, StringComparison.Ordinal) || approval.Id.StartsWith(reference, StringComparison.Ordinal)),
        ];
        return fits switch
        {
            [var only] => only,
            [] when reference is { Length: > Least } => await SettledAsync(client, reference, cancellationToken),
            [] => throw new CommandException(ExitCodes.Failed, ErrorCodes.NotFound, "No agent asks anything at the moment."),
            _ => throw CommandException.Usage($"{fits.Length} approvals wait. Name one: {string.Join(", ", fits.Take(5).Select(approval => approval.Id))}."),
        };
    }

    /// <summary>One that is answered already: the host then says by whom.</summary>
    private static async Task<ApprovalView> SettledAsync(HostClient client, string id, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.CallAsync<GetApprovalRequest, ApprovalResponse>("getApproval", new GetApprovalRequest { Id = id }, cancellationToken)).Approval;
        }
        catch (CommandException refused) when (refused.Problem.Code == ErrorCodes.NotFound)
        {
            throw new CommandException(
                ExitCodes.Failed, ErrorCodes.NotFound, $"No approval that waits has an id that begins or ends with '{id}'. See 'homeport approvals list'.");
        }
    }
}
