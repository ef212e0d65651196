using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol;
using Homeport.Protocol.Fleet;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Fleet;

/// <summary>Workers, processes, disk and trash.</summary>
internal sealed class FleetOperations(
    GetFleet fleet, ListProcesses processes, GetDiskUsage disk, PreviewCleanup preview, RunCleanup cleanup, FleetTrash trash, DrainWorker drain)
    : IOperationSource
{
    private const string TrashId = """{"id": "20261120T081404123Z-k3f9a2"}""";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<FleetView>("getFleet", Get("/api/fleet"), Permission.Read, fleet.RunAsync)
            .Describe("Shows the workers with their state and how much of them is in use.").Example("{}");
        operations.Add<DrainWorkerRequest, NoResponse>("drainWorker", Post("/api/workers/{id}/drain"), Permission.Administer, drain.RunAsync)
            .Describe("Gives a worker nothing new; it ends when nothing runs on it any more, and a fresh one takes its place.")
            .Example("""{"id": "0198c0de-0000-7000-8000-000000000004"}""");
        operations.Add<ListProcessesResponse>("listProcesses", Get("/api/fleet/processes"), Permission.Read, processes.RunAsync)
            .Describe("Lists the processes that run for this installation by task, with what they compute and hold. The first answer takes half a second.")
            .Example("{}").AsList("groups");
        operations.Add<GetDiskUsageRequest, DiskUsageView>("getDiskUsage", Get("/api/fleet/disk"), Permission.Read, disk.RunAsync)
            .Describe("Tells what takes room in the data folder, with the sizes of the last measure, and how much is free.")
            .Example("""{"refresh": true}""");
        operations.Add<PreviewCleanupRequest, PreviewCleanupResponse>("previewCleanup", Get("/api/worktrees/cleanup"), Permission.Read, preview.RunAsync)
            .Describe("Measures anew and shows what could be cleaned up, what is kept of it, and what is not touched and why. Nothing is changed.")
            .Example("""{"olderThanDays": 14}""").AsList("candidates");
        operations.Add<CleanUpRequest, CleanUpResponse>("runCleanup", Post("/api/worktrees/cleanup"), Permission.Administer, cleanup.RunAsync)
            .Describe("Removes exactly what previewCleanup showed: worktrees go into the trash after a snapshot, trash and old logs for good. What has changed meanwhile stays.")
            .Example("""{"items": [{"id": "/home/ada/.homeport/worktrees/shop/k3f9a2", "fingerprint": "c-1f3a-18c9-2"}]}""");
        operations.Add<ListTrashResponse>("listTrash", Get("/api/trash"), Permission.Read, trash.ListAsync)
            .Describe("Lists what lies in the trash, newest first, and until when.").Example("{}").AsList("trash");
        operations.Add<RestoreFromTrashRequest, RestoreFromTrashResponse>("restoreFromTrash", Post("/api/trash/{id}/restore"), Permission.TaskWrite, trash.RestoreAsync)
            .Describe("Puts a worktree back where it was, with the files that git does not know; a deleted task comes back with it.").Example(TrashId);
        operations.Add<EmptyTrashRequest, CleanUpResponse>("emptyTrash", Post("/api/trash/empty"), Permission.Administer, trash.EmptyAsync)
            .Describe("Removes these for good, which cannot be undone. Branches and snapshots stay in the repositories.")
            .Example("""{"ids": ["20261120T081404123Z-k3f9a2"]}""");
    }
}
