using Homeport.Cli.Client;
using Homeport.Protocol;
using Homeport.Protocol.Services;

namespace Homeport.Cli.Sidecars;

/// <summary>Finds the sidecar that a person means, by its name or id.</summary>
internal static class SidecarReference
{
    public static Task<IReadOnlyList<SidecarView>> ListSidecarsAsync(this HostClient client, CancellationToken cancellationToken) =>
        client.ListAsync<ListSidecarsRequest, SidecarView>("listSidecars", new ListSidecarsRequest(), "sidecars", cancellationToken);

    public static async Task<SidecarView> FindSidecarAsync(this HostClient client, string reference, CancellationToken cancellationToken) =>
        (await client.ListSidecarsAsync(cancellationToken)).FirstOrDefault(sidecar => sidecar.Name == reference || sidecar.Id == reference)
        ?? throw new CommandException(ExitCodes.Failed, ErrorCodes.NotFound, $"There is no sidecar '{reference}'. See 'homeport sidecar list'.");
}
