using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Homeport.Domain;
using Homeport.Host.Backend;
using Homeport.Host.Fleet;
using Homeport.Protocol;
using Homeport.Protocol.Backend;
using Homeport.Storage;

namespace Homeport.Host.Diagnostics;

/// <summary>The bundle as the settings page offers it.</summary>
internal sealed class CreateDiagnosticsBundle(
    HostOptions options, Database database, GetHealth health, GetDiagnostics diagnostics, GetFleet fleet, TimeProvider time)
{
    public async Task<Result<CreateDiagnosticsBundleResponse>> RunAsync(CancellationToken cancellationToken)
    {
        var report = new DiagnosticsReport(options.Root, options.Version, options.Environment, time);
        var bundle = report.CreateBundle();
        await report.AddMachineAsync(bundle, cancellationToken);
        await bundle.AddAsync("store.txt", async () => DiagnosticsReport.Describe(await StoreFacts.ReadAsync(database, cancellationToken)));
        await bundle.AddAsync("host/getHealth.json", async () => Text(await health.RunAsync(cancellationToken), ProtocolJson.Default.HealthView));
        await bundle.AddAsync("host/getDiagnostics.json", async () => Text(await diagnostics.RunAsync(cancellationToken), ProtocolJson.Default.DiagnosticsView));
        await bundle.AddAsync("host/getFleet.json", async () => Text(await fleet.RunAsync(cancellationToken), ProtocolJson.Default.FleetView));
        bundle.Miss("doctor.json", "Checks that need a process of their own: run 'homeport doctor --json'.");
        return new CreateDiagnosticsBundleResponse
        {
            FileName = DiagnosticsBundle.FileNameAt(time.GetUtcNow()),
            Zip = Convert.ToBase64String(bundle.ToZip()),
        };
    }

    /// <summary>Reads what <see cref="StoreFactsView"/> shows.</summary>
    public async Task<Result<StoreFactsView>> StoreAsync(CancellationToken cancellationToken)
    {
        var facts = await StoreFacts.ReadAsync(database, cancellationToken);
        return new StoreFactsView
        {
            Engine = facts.Engine,
            Bytes = facts.Bytes,
            Migrations = [.. facts.Migrations.Select(migration => new MigrationView(migration.Version, migration.Name, migration.AppliedAt))],
            Tables = [.. facts.Tables.Select(table => new TableView(table.Name, table.Rows, table.HasMore))],
        };
    }

    private static string Text<T>(Result<T> result, JsonTypeInfo<T> type)
        where T : notnull =>
        result.Succeeded(out var value, out var problem) ? JsonSerializer.Serialize(value, type) : problem.Message;
}
