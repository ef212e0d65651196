using Homeport.Protocol;
using Homeport.Protocol.Browse;

namespace Homeport.Worker.Browse;

/// <summary>Names the folders under which browsing is allowed.</summary>
internal sealed class ListBrowseRoots(AllowedRoots roots)
{
    public Task<ListBrowseRootsResponse> RunAsync(NoRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new ListBrowseRootsResponse { Items = roots.Items });
    }
}
