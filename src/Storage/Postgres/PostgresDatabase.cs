using System.Diagnostics.CodeAnalysis;
using Homeport.Storage.Connections;
using Homeport.Storage.Migrations;
using Npgsql;

namespace Homeport.Storage.Postgres;

/// <summary>
/// The shared store: several hosts on one database. No backup is made before a migration; run <c>pg_dump</c> before updating.
/// Each migration is one transaction.
/// </summary>
public sealed class PostgresDatabase : Database
{
    private const int Readers = 8;

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlDataSource _readSource;
    private PostgresListener? _listener;

    [SuppressMessage("Reliability", "CA2000", Justification = "The base owns the readers.")]
    private PostgresDatabase(
        NpgsqlDataSource source, NpgsqlDataSource readSource, string origin, TimeProvider time, DatabaseOpening opening,
        PostgresStoreConnection writer)
        : base(Dialect.Postgres, time, opening, writer, () => PostgresStoreConnection.Open(source, origin), static _ => { },
            new ReaderPool(() => PostgresStoreConnection.Open(readSource, origin), Dialect.Postgres, Readers, hasOwnThreads: true)) =>
        (_source, _readSource) = (source, readSource);

    /// <summary>Connects and applies the migrations that are missing.</summary>
    /// <param name="connectionString">In the form of Npgsql.</param>
    /// <param name="migrations">All that the caller knows, versions 100 and above, in any order; Storage adds its own.</param>
    /// <param name="time">The clock for the rows that Storage writes and for pauses between attempts to connect.</param>
    /// <param name="cancellationToken">Stops connecting.</param>
    /// <exception cref="StorageUnavailableException">The server is not reachable or refuses.</exception>
    /// <exception cref="SchemaMismatchException">The database is newer than the program, or a migration was edited.</exception>
    public static async Task<PostgresDatabase> OpenAsync(
        string connectionString, IReadOnlyList<Migration> migrations, TimeProvider time, CancellationToken cancellationToken)
    {
        var source = BuildSource(connectionString, "");
        var readSource = BuildSource(connectionString, "-c default_transaction_read_only=on");
        try
        {
            var origin = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
            var database = await Task.Run(() => Open(source, readSource, origin, migrations, time), cancellationToken);
            try
            {
                database._listener = await PostgresListener.StartAsync(
                    source, database.Events, origin, time, cancellationToken);
                return database;
            }
            catch (Exception)
            {
                await database.DisposeAsync();
                throw;
            }
        }
        catch (Exception exception)
        {
            await readSource.DisposeAsync();
            await source.DisposeAsync();
            throw PostgresFailure.Translate(exception) ?? exception;
        }
    }

    private protected override async Task CloseAsync()
    {
        if (_listener is { } listener)
        {
            await listener.DisposeAsync();
        }

        await base.CloseAsync();
        await _readSource.DisposeAsync();
        await _source.DisposeAsync();
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The database owns the connection.")]
    private static PostgresDatabase Open(
        NpgsqlDataSource source, NpgsqlDataSource readSource, string origin, IReadOnlyList<Migration> migrations, TimeProvider time)
    {
        var writer = PostgresStoreConnection.Open(source, origin);
        try
        {
            var (applied, _) = new Migrator(writer, Dialect.Postgres, migrations, time).Run(static _ => null);
            var server = writer.ServerVersion;
            var opening = new DatabaseOpening($"PostgreSQL {server}", applied, null);
            return new PostgresDatabase(source, readSource, origin, time, opening, writer);
        }
        catch (Exception)
        {
            writer.Dispose();
            throw;
        }
    }

    private static NpgsqlDataSource BuildSource(string connectionString, string options)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "homeport",
            Enlist = false,
            KeepAlive = 30,
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            Pooling = false, // the readers and the writer are kept here, and a broken one must not come back
        };

        // A host that hangs inside of a transaction would hold the writer's lock against all others.
        settings.Options = string.Join(' ',
            settings.Options, "-c idle_in_transaction_session_timeout=60000 -c client_min_messages=warning", options).Trim();
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        return builder.EnableArrays().EnableTransportSecurity().Build();
    }
}
