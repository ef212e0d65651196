using Homeport.Domain.Access;
using Homeport.Host.Diagnostics;
using Homeport.Host.Operations;
using Homeport.Protocol;
using Homeport.Protocol.Backend;
using static Homeport.Host.Operations.Route;

namespace Homeport.Host.Backend;

/// <summary>The host itself.</summary>
internal sealed class BackendOperations(
    GetHealth health, GetStatus status, GetDiagnostics diagnostics, CreateDiagnosticsBundle bundle, StopHost stop) : IOperationSource
{
    public void Register(OperationCatalogue operations)
    {
        operations.Add<HealthView>("getHealth", Get("/health"), Permission.Public, health.RunAsync)
            .Describe("Tells whether the parts answer: ok, or degraded while no worker is connected.").Example("{}").AlsoAt(Get("/api/health"));
        operations.Add<StatusView>("getStatus", Get("/status"), Permission.Public, status.RunAsync)
            .Describe("Tells that there is a host, whose it is and on which port.").Example("{}");
        operations.Add<DiagnosticsView>("getDiagnostics", Get("/api/diagnostics"), Permission.Read, diagnostics.RunAsync)
            .Describe("Looks at the store, the disk, the worker and the agents; each finding says what to do.").Example("{}");
        operations.Add<StoreFactsView>("getStoreFacts", Get("/api/diagnostics/store"), Permission.Read, bundle.StoreAsync)
            .Describe("Tells which migrations the store has and how many rows its tables, but not a row.").Example("{}");
        operations.Add<CreateDiagnosticsBundleResponse>("createDiagnosticsBundle", Post("/api/diagnostics/bundle"), Permission.OwnerOnly, bundle.RunAsync)
            .Describe("Makes a zip file for whoever helps, without secrets, prompts and file contents.").Example("{}");
        operations.Add<StopHostRequest, NoResponse>("stopHost", Post("/api/stop"), Permission.OwnerOnly, stop.RunAsync)
            .Describe("Ends the host. What runs on its workers goes on and is found by the next host; with all, that ends too. What agents did so far is kept.").Example("""{"all": false}""");
    }
}
