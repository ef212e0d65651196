using Homeport.Cli.Client;
using Homeport.Protocol;
using Homeport.Protocol.Import;

namespace Homeport.Cli.Import;

/// <summary>Which session a person means.</summary>
internal static class PastSessionReference
{
    private const string Last = "last";

    /// <summary>The agent's own id and ours are both known to the host.</summary>
    public static async Task<string> FindPastSessionAsync(this HostClient client, string reference, CancellationToken cancellationToken)
    {
        if (reference != Last)
        {
            return reference;
        }

        var newest = await client.ListAsync<ListPastSessionsRequest, PastSessionView>(
            "listPastSessions", new ListPastSessionsRequest { Limit = 1 }, "pastSessions", cancellationToken);
        return newest is [var only]
            ? only.Id
            : throw new CommandException(ExitCodes.Failed, ErrorCodes.NotFound, "No agent keeps a session on this machine.");
    }
}
