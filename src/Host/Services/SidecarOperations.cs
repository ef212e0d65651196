using Homeport.Domain.Access;
using Homeport.Host.Operations;
using Homeport.Protocol;
using Homeport.Protocol.Services;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Services;

/// <summary>Programs that a person wants to run beside everything.</summary>
internal sealed class SidecarOperations(
    AddSidecar add, ReadSidecars read, UpdateSidecar update, RunSidecar run, RemoveSidecar remove) : IOperationSource
{
    private const string ById = """{"id":"019a9f3c-0000-7000-8000-000000000001"}""";

    public void Register(OperationCatalogue operations)
    {
        operations.Add<AddSidecarRequest, SidecarResponse>("addSidecar", Post("/api/sidecars"), Permission.Administer, add.RunAsync)
            .Describe("Adds a program that is kept running, and starts it.")
            .Example("""{"name":"search","definition":{"command":"npm run search","workingDirectory":"/home/ada/search","discovery":{"kind":"port_line"}}}""");
        operations.Add<ListSidecarsRequest, ListSidecarsResponse>("listSidecars", Get("/api/sidecars"), Permission.Read, read.ListAsync)
            .Describe("Lists the sidecars by name, with where each is.").Example("{}").AsList("sidecars");
        operations.Add<GetSidecarRequest, SidecarResponse>("getSidecar", Get("/api/sidecars/{id}"), Permission.Read, read.GetAsync)
            .Describe("Shows a sidecar.").Example(ById);
        operations.Add<UpdateSidecarRequest, SidecarResponse>(
                "updateSidecar", Patch("/api/sidecars/{id}"), Permission.Administer, update.RunAsync)
            .Describe("Changes what is given of a sidecar. What runs of it goes on until it is restarted.")
            .Example("""{"id":"019a9f3c-0000-7000-8000-000000000001","autoStart":false}""");
        operations.Add<StartSidecarRequest, SidecarResponse>(
                "startSidecar", Post("/api/sidecars/{id}/start"), Permission.Administer, run.StartAsync)
            .Describe("Starts a sidecar and keeps it running; one that waits for its next try is started at once.").Example(ById);
        operations.Add<StopSidecarRequest, SidecarResponse>(
                "stopSidecar", Post("/api/sidecars/{id}/stop"), Permission.Administer, run.StopAsync)
            .Describe("Stops a sidecar with all its processes. It stays stopped until it is started, or starts by itself with a new worker.").Example(ById);
        operations.Add<RestartSidecarRequest, SidecarResponse>(
                "restartSidecar", Post("/api/sidecars/{id}/restart"), Permission.Administer, run.RestartAsync)
            .Describe("Stops a sidecar, where it runs, and starts it as it is defined now.").Example(ById);
        operations.Add<RemoveSidecarRequest, NoResponse>(
                "removeSidecar", Delete("/api/sidecars/{id}"), Permission.Administer, remove.RunAsync)
            .Describe("Stops a sidecar and forgets it with its log.").Example(ById);
        operations.Add<ReadSidecarLogRequest, ServiceLogResponse>(
                "readSidecarLog", Get("/api/sidecars/{id}/log"), Permission.Read, read.ReadLogAsync)
            .Describe("Shows what a sidecar wrote. To follow it, ask again from next with a time to wait.")
            .Example("""{"id":"019a9f3c-0000-7000-8000-000000000001","limit":100}""");
    }
}
