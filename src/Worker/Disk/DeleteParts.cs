using Homeport.Protocol.Fleet;
using Homeport.Worker.Worktrees;

namespace Homeport.Worker.Disk;

/// <summary>
/// Removes for good what a person saw and chose: folders in the trash and old logs, each only while it is what was shown.
/// A worktree is never removed here; it goes into the trash first.
/// </summary>
internal sealed class DeleteParts(DiskMeasure measure, FolderMove move)
{
    public async Task<DeletePartsResponse> RunAsync(DeletePartsRequest request, CancellationToken cancellationToken)
    {
        var deleted = new List<DeletedPart>();
        foreach (var part in request.Parts)
        {
            deleted.Add(await DeleteAsync(part, cancellationToken));
        }

        return new DeletePartsResponse { Parts = deleted };
    }

    private async Task<DeletedPart> DeleteAsync(PartToDelete wanted, CancellationToken cancellationToken)
    {
        var part = (await measure.MeasurePartAsync(new MeasurePartRequest { Path = wanted.Path }, cancellationToken)).Part;
        var refusal = part switch
        {
            null => "It is not there any more.",
            { Kind: not (DiskPartKind.Trash or DiskPartKind.Leftover) } => "It is neither in the trash nor a leftover, so it is not removed.",
            { Oddity: { } oddity } => oddity,
            _ when wanted.Fingerprint is { } seen && seen != part.Fingerprint => "It has changed since it was shown. Look again.",
            _ => null,
        };
        if (part is null || refusal is not null)
        {
            return new DeletedPart(0, refusal);
        }

        try
        {
            await move.RemoveAsync(part.Path, cancellationToken);
            return new DeletedPart(part.Bytes, null);
        }
        catch (IOException failed)
        {
            return new DeletedPart(0, failed.Message);
        }
    }
}
