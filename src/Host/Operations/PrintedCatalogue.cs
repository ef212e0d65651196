using Homeport.Host.Logging;
using Homeport.Host.Operations.OpenApi;
using Homeport.Host.Operations.Schema;
using Homeport.Host.Operations.TypeScript;
using Homeport.Platform.Files;
using Homeport.Storage;
using Homeport.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Homeport.Host.Operations;

/// <summary>What others are made from: the catalogue as text. The same program gives the same text.</summary>
/// <param name="OpenApi">OpenAPI 3.1, indented.</param>
/// <param name="TypeScriptTypes"><c>web/src/api/types.gen.ts</c>.</param>
/// <param name="TypeScriptOperations"><c>web/src/api/operations.gen.ts</c>.</param>
public sealed record PrintedCatalogue(string OpenApi, string TypeScriptTypes, string TypeScriptOperations)
{
    /// <summary>Prints without a running host: the slices are put together on an empty store, which is thrown away.</summary>
    public static async Task<PrintedCatalogue> PrintAsync(string version, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("homeport-print-");
        try
        {
            var options = new HostOptions { Root = folder.FullName, Version = version };
            await using var database = await SqliteDatabase.OpenAsync(
                Path.Combine(folder.FullName, HostApplication.DatabaseFile), Migration.FromResources(typeof(HostApplication).Assembly), time, cancellationToken);
            await using var logFile = new RotatedFile(Path.Combine(folder.FullName, "host.log"), RotationLimits.Default, time);
            using var log = new HostLog(logFile, TextWriter.Null, time);
            var instance = new HostInstance(HostOptions.DefaultPort, Path.Combine(folder.FullName, "ipc.sock"), Environment.ProcessId, time.GetUtcNow());
            await using var services = HostApplication.Compose(options, instance, database, log, time);
            return Print(services.GetRequiredService<OperationCatalogue>(), version);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static PrintedCatalogue Print(OperationCatalogue operations, string version)
    {
        var docs = XmlDocs.Read();
        return new PrintedCatalogue(
            System.Text.Encoding.UTF8.GetString(new OpenApiDocument(operations, docs, version).Write(isIndented: true)) + "\n",
            new TypeScriptTypes(operations.Types, docs).Print(),
            new TypeScriptOperations(operations).Print());
    }
}
