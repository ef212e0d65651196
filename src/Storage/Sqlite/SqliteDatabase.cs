using System.Diagnostics.CodeAnalysis;
using Homeport.Storage.Connections;
using Homeport.Storage.Migrations;
using Microsoft.Data.Sqlite;

namespace Homeport.Storage.Sqlite;

/// <summary>The embedded store: one file, one host.</summary>
public sealed class SqliteDatabase : Database
{
    private const int Readers = 8;

    [SuppressMessage("Reliability", "CA2000", Justification = "The base owns the readers.")]
    private SqliteDatabase(string path, TimeProvider time, DatabaseOpening opening, SqliteStoreConnection writer)
        : base(Dialect.Sqlite, time, opening, writer, () => SqliteStoreConnection.Open(path, isWriter: true), Optimize,
            new ReaderPool(() => SqliteStoreConnection.Open(path, isWriter: false), Dialect.Sqlite, Readers, hasOwnThreads: false))
    {
    }

    /// <summary>
    /// Opens or creates the file and applies the migrations that are missing; an existing database is copied beside itself
    /// before (see <see cref="DatabaseOpening.BackupPath"/>).
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="migrations">All that the caller knows, versions 100 and above, in any order; Storage adds its own.</param>
    /// <param name="time">The clock for the rows that Storage writes.</param>
    /// <param name="cancellationToken">Checked before it begins.</param>
    /// <exception cref="StorageUnavailableException">No library, no right, a damaged file, a full disk.</exception>
    /// <exception cref="SchemaMismatchException">The database is newer than the program, or a migration was edited.</exception>
    public static Task<SqliteDatabase> OpenAsync(
        string path, IReadOnlyList<Migration> migrations, TimeProvider time, CancellationToken cancellationToken) =>
        Task.Run(() => Open(Path.GetFullPath(path), migrations, time), cancellationToken);

    [SuppressMessage("Reliability", "CA2000", Justification = "The database owns the connection.")]
    private static SqliteDatabase Open(string path, IReadOnlyList<Migration> migrations, TimeProvider time)
    {
        var version = SqliteLibrary.Load();
        Create(path);
        var writer = SqliteStoreConnection.Open(path, isWriter: true);
        try
        {
            RefuseForeign(writer, path);
            writer.RunMigration("PRAGMA foreign_keys = OFF"); // a migration may rebuild tables; it is verified afterwards
            var (applied, backup) = new Migrator(writer, Dialect.Sqlite, migrations, time).Run(
                newest => newest == 0 ? null : SqliteBackup.Make(writer, path, newest, time.GetUtcNow()));
            writer.RunMigration("PRAGMA foreign_keys = ON");
            return new SqliteDatabase(path, time, new DatabaseOpening($"SQLite {version}", applied, backup), writer);
        }
        catch (SqliteException exception)
        {
            var failure = writer.Translate(exception);
            writer.Dispose();
            throw failure ?? (Exception)exception;
        }
        catch (Exception)
        {
            writer.Dispose();
            throw;
        }
    }

    private static void Create(string path)
    {
        try
        {
            using var created = File.Open(path, SqliteBackup.OwnerOnly());
        }
        catch (IOException) when (File.Exists(path))
        {
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException(
                StorageFailure.NotWritable,
                $"{path} could not be created. Make its folder and give your user the right to write there.", exception);
        }
    }

    private static void RefuseForeign(SqliteStoreConnection writer, string path)
    {
        var foreign = writer.Prepare(
            """
            SELECT COUNT(*) FROM sqlite_master WHERE type = 'table'
            AND NOT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'schema_versions')
            """).Command.ExecuteScalar();
        if (foreign is not 0L)
        {
            throw new SchemaMismatchException(
                $"{path} is a database of another program. Name another file, or move this one away.");
        }
    }

    private static void Optimize(StoreConnection writer) => writer.RunMigration("PRAGMA optimize");
}
