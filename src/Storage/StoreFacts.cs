using Homeport.Storage.Connections;
using Homeport.Storage.Sqlite;

namespace Homeport.Storage;

/// <summary>What a store holds, without a word of its content: for diagnostics.</summary>
/// <param name="Engine">Such as <c>SQLite</c>.</param>
/// <param name="Migrations">Those that were applied, in their order.</param>
/// <param name="Tables">By name.</param>
/// <param name="Bytes">Of the whole store.</param>
public sealed record StoreFacts(
    string Engine, IReadOnlyList<AppliedMigration> Migrations, IReadOnlyList<TableFacts> Tables, long Bytes)
{
    /// <summary>Counting on would read whole tables, which takes long in an old installation.</summary>
    public const long MostCounted = 1_000_000;

    /// <summary>Of a store that is open.</summary>
    public static Task<StoreFacts> ReadAsync(Database database, CancellationToken cancellationToken) =>
        database.ReadAsync(Read, cancellationToken);

    /// <summary>Of a file that no host serves. It is only read, and not migrated.</summary>
    /// <exception cref="StorageUnavailableException">It is damaged, or may not be read.</exception>
    public static Task<StoreFacts> ReadFileAsync(string path, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            SqliteLibrary.Load();
            await using var readers = new ReaderPool(
                () => SqliteStoreConnection.Open(path, isWriter: false), Dialect.Sqlite, size: 1, hasOwnThreads: false);
            return await readers.RunAsync(Read, cancellationToken);
        },
        cancellationToken);

    private static StoreFacts Read(ReadScope scope)
    {
        var isSqlite = scope.Dialect == Dialect.Sqlite;
        var names = scope.Query(
            isSqlite
                ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
                : "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name",
            static row => row.Text(0));
        var migrations = scope.Query(
            "SELECT version, name, applied_at FROM schema_versions ORDER BY version",
            static row => new AppliedMigration(row.Int32("version"), row.Text("name"), row.Time("applied_at")));
        var tables = names.Select(name => Count(scope, name)).ToArray();
        var bytes = scope.QueryScalar(isSqlite
            ? "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
            : "SELECT pg_database_size(current_database())");
        return new StoreFacts(scope.Dialect.Name, migrations, tables, bytes);
    }

    private static TableFacts Count(ReadScope scope, string name)
    {
        var quoted = name.Replace("\"", "\"\"", StringComparison.Ordinal);
        var rows = scope.QueryScalar($"SELECT COUNT(*) FROM (SELECT 1 FROM \"{quoted}\" LIMIT {MostCounted}) AS counted");
        return new TableFacts(name, rows, HasMore: rows == MostCounted);
    }
}

/// <summary>A step of the schema that the store has.</summary>
public sealed record AppliedMigration(int Version, string Name, DateTimeOffset AppliedAt);

/// <summary>A table.</summary>
/// <param name="Rows">Counted up to <see cref="StoreFacts.MostCounted"/>.</param>
/// <param name="HasMore">There are more than were counted.</param>
public sealed record TableFacts(string Name, long Rows, bool HasMore);
