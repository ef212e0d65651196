using System.Data.Common;
using Homeport.Storage.Connections;

namespace Homeport.Storage.Migrations;

/// <summary>Brings the schema to what this program knows, one transaction for each step, or refuses before changing anything.</summary>
internal sealed class Migrator
{
    private readonly StoreConnection _connection;
    private readonly Dialect _dialect;
    private readonly TimeProvider _time;
    private readonly SortedList<int, Migration> _known = [];

    public Migrator(StoreConnection connection, Dialect dialect, IEnumerable<Migration> migrations, TimeProvider time)
    {
        (_connection, _dialect, _time) = (connection, dialect, time);
        foreach (var migration in migrations.Concat(Migration.FromResources(typeof(Migrator).Assembly)))
        {
            if (!_known.TryAdd(migration.Version, migration))
            {
                throw new ArgumentException(
                    $"{migration.Name} and {_known[migration.Version].Name} both carry the schema version {migration.Version}. " +
                    "Renumber one; 1 to 99 belong to Storage.", nameof(migrations));
            }
        }
    }

    /// <param name="prepare">
    /// Called once before the first change, with the newest version that is applied; 0 if none. Returns the path of the backup.
    /// </param>
    public (IReadOnlyList<Migration> Applied, string? BackupPath) Run(Func<int, string?> prepare)
    {
        _connection.BeginWrite();
        _connection.RunMigration(
            """
            CREATE TABLE IF NOT EXISTS schema_versions (
                version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL, checksum TEXT NOT NULL)
            """);
        var versions = ReadVersions();
        _connection.Commit();

        var applied = new List<Migration>();
        string? backup = null;
        if (FirstPending(versions) is not null)
        {
            backup = prepare(versions.Count == 0 ? 0 : versions.Keys.Max());
        }

        while (ApplyNext() is { } migration)
        {
            applied.Add(migration);
        }

        return (applied, backup);
    }

    private Migration? ApplyNext()
    {
        _connection.BeginWrite(); // another host may be doing the same: look again under the lock
        var next = FirstPending(ReadVersions());
        if (next is null)
        {
            _connection.Rollback();
            return null;
        }

        try
        {
            _connection.RunMigration(_dialect.Expand(next.Sql));
            var statement = _connection.Prepare(
                "INSERT INTO schema_versions (version, name, applied_at, checksum) VALUES (@version, @name, @at, @checksum)");
            statement.Bind(
                [("version", next.Version), ("name", next.Name), ("at", _time.GetUtcNow()), ("checksum", next.Checksum)]);
            statement.Command.ExecuteNonQuery();
            _connection.VerifyMigration();
            _connection.Commit();
            return next;
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            if (_connection is { IsUsable: true, InTransaction: true })
            {
                _connection.Rollback();
            }

            if (_connection.Translate(exception) is { } failure)
            {
                throw failure;
            }

            throw new SchemaMismatchException(
                $"The database could not be brought to schema version {next.Version} ({next.Name}): {exception.Message} " +
                "Nothing was changed by this step. Report it with this message; the program before this update still works.");
        }
    }

    private Dictionary<int, (string Name, string Checksum)> ReadVersions()
    {
        var versions = new Dictionary<int, (string, string)>();
        using var reader = _connection.Prepare("SELECT version, name, checksum FROM schema_versions").Command.ExecuteReader();
        while (reader.Read())
        {
            versions[reader.GetInt32(0)] = (reader.GetString(1), reader.GetString(2));
        }

        return versions;
    }

    private Migration? FirstPending(Dictionary<int, (string Name, string Checksum)> versions)
    {
        foreach (var (version, (name, checksum)) in versions.OrderBy(applied => applied.Key))
        {
            if (!_known.TryGetValue(version, out var known))
            {
                throw new SchemaMismatchException(
                    $"The database was used by a newer Homeport: it has schema version {version} ({name}), which this program " +
                    "does not know. Install that release or a newer one, or restore the backup made before the update.");
            }

            if (known.Checksum != checksum)
            {
                throw new SchemaMismatchException(
                    $"Schema version {version} ({name}) in the database is not the one of this program: the text of an applied " +
                    "migration was changed. Install an official release; a developer adds a new migration instead of editing one.");
            }
        }

        return _known.Values.FirstOrDefault(migration => !versions.ContainsKey(migration.Version));
    }
}
