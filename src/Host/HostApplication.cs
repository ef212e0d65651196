using System.Diagnostics.CodeAnalysis;
using Homeport.Host.Access;
using Homeport.Host.Agents;
using Homeport.Host.Approvals;
using Homeport.Host.Backend;
using Homeport.Host.Browse;
using Homeport.Host.Commands;
using Homeport.Host.Conversations;
using Homeport.Host.Events;
using Homeport.Host.Fleet;
using Homeport.Host.Http;
using Homeport.Host.Import;
using Homeport.Host.Logging;
using Homeport.Host.Mcp;
using Homeport.Host.Operations;
using Homeport.Host.Projects;
using Homeport.Host.Races;
using Homeport.Host.Repositories;
using Homeport.Host.Reviews;
using Homeport.Host.Services;
using Homeport.Host.Sessions;
using Homeport.Host.Tasks;
using Homeport.Host.Terminals;
using Homeport.Host.Trust;
using Homeport.Host.Usage;
using Homeport.Host.Workers;
using Homeport.Host.Workspaces;
using Homeport.Platform.Files;
using Homeport.Platform.Sockets;
using Homeport.Storage;
using Homeport.Storage.Postgres;
using Homeport.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Homeport.Host;

/// <summary>The control plane: its table of contents, and the order in which it starts.</summary>
public static class HostApplication
{
    public const string DatabaseFile = "homeport.db";
    public const string LockFile = "lock";

    /// <summary>Where the logs of the host and of its local worker lie, in the data folder.</summary>
    public const string LogFolder = "logs";

    public const string PidFile = "server.json";

    /// <summary>The slices. Each brings its operations, and what they need.</summary>
    private static IServiceCollection AddSlices(this IServiceCollection services) => services
        .AddOperations()
        .AddHttp()
        .AddEvents()
        .AddBackend()
        .AddAccess()
        .AddWorkspaces()
        .AddRepositories()
        .AddProjects()
        .AddBrowse()
        .AddWorkers()
        .AddAgents()
        .AddMcp()
        .AddFleet()
        .AddTasks()
        .AddTrust()
        .AddCommands()
        .AddSessions()
        .AddConversations()
        .AddImport()
        .AddUsage()
        .AddApprovals()
        .AddReviews()
        .AddRaces()
        .AddTerminals()
        .AddServices();

    /// <summary>Starts a host and returns once it answers on its port and its socket.</summary>
    /// <param name="options">How it is to be run.</param>
    /// <param name="output">Gets <c>BACKEND_PORT:…</c> and the ready line.</param>
    /// <param name="errors">Gets warnings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="HostStartException">It cannot be started; the message is for the person who tried.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The running host owns everything; a start that fails lets go of it.")]
    public static async Task<RunningHost> StartAsync(
        HostOptions options, TextWriter output, TextWriter errors, TimeProvider time, CancellationToken cancellationToken)
    {
        options = StartChecks.Demand(options);
        var ownership = new HostOwnership();
        try
        {
            ownership.Lock = await RootLock.TakeAsync(options.Root, time, cancellationToken);
            ownership.LogFile = new RotatedFile(
                Path.Combine(Directory.CreateDirectory(Path.Combine(options.Root, LogFolder)).FullName, "host.log"), RotationLimits.Default, time);
            var log = ownership.Log = new HostLog(ownership.LogFile, errors, time);
            ownership.Opening = OpenStoreAsync(options, time, cancellationToken);
            var socketPath = OwnerSocketPath.For(options.Root);
            ownership.Sockets = await HostSockets.BindAsync(options, socketPath, time, log.CreateLogger<HostSockets>(), cancellationToken);
            ownership.Server = new HostServer(ownership.Sockets, log);
            await ownership.Server.StartAsync(cancellationToken); // while the store opens
            var database = await ownership.Opening;

            var instance = new HostInstance(ownership.Sockets.Port, socketPath, Environment.ProcessId, time.GetUtcNow());
            ownership.Services = Compose(options, instance, database, log, time);
            await ownership.Services.GetRequiredService<FirstWorkspace>().EnsureAsync(cancellationToken);
            await database.WriteAsync(scope => LeaseStore.RenewAll(scope, time.GetUtcNow()), cancellationToken); // workers have until then to be back
            ownership.Server.Open(ownership.Services.GetRequiredService<RequestPipeline>());
            ownership.RemoveAtEnd(socketPath, Path.Combine(options.Root, PidFile));
            await Announcement.WritePidFileAsync(options, instance, cancellationToken);
            await Announcement.WriteReadyAsync(options, instance, output);
            await ownership.StartLoopsAsync(cancellationToken);
            return new RunningHost(instance, ownership);
        }
        catch (Exception exception) when (StartChecks.Explain(exception) is { } explained)
        {
            await ownership.DisposeAsync();
            throw explained;
        }
        catch
        {
            await ownership.DisposeAsync();
            throw;
        }
    }

    /// <summary>All services of a host, none of them started.</summary>
    internal static ServiceProvider Compose(
        HostOptions options, HostInstance instance, Database database, ILoggerFactory log, TimeProvider time) => new ServiceCollection()
        .AddSingleton(options)
        .AddSingleton(instance)
        .AddSingleton(database)
        .AddSingleton(log)
        .AddSingleton(typeof(ILogger<>), typeof(Logger<>))
        .AddSingleton(time)
        .AddSingleton<StopSignal>()
        .AddSlices()
        .BuildServiceProvider();

    private static async Task<Database> OpenStoreAsync(HostOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var migrations = Migration.FromResources(typeof(HostApplication).Assembly);
        return options.StoreConnection is { } connection
            ? await PostgresDatabase.OpenAsync(connection, migrations, time, cancellationToken)
            : await SqliteDatabase.OpenAsync(Path.Combine(options.Root, DatabaseFile), migrations, time, cancellationToken);
    }
}
