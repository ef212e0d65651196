using System.Diagnostics.CodeAnalysis;
using Homeport.Storage.Connections;
using Homeport.Storage.Events;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Homeport.Storage.Sqlite;

/// <summary>One connection to the file.</summary>
internal sealed class SqliteStoreConnection(SqliteConnection connection) : StoreConnection(connection)
{
    private const string InsertEvent =
        """
        INSERT INTO session_events (workspace_id, sequence, kind, at, task_id, session_id, turn_id, item_id, payload)
        VALUES (@workspace, @sequence, @kind, @at, @task, @session, @turn, @item, @payload)
        """;

    private bool _isBroken;

    public override bool IsUsable => !_isBroken;

    public override bool InTransaction => raw.sqlite3_get_autocommit(connection.Handle) == 0;

    [SuppressMessage("Reliability", "CA2000", Justification = "The result owns the connection.")]
    public static SqliteStoreConnection Open(string path, bool isWriter)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 5,
        }.ConnectionString);
        var opened = new SqliteStoreConnection(connection);
        try
        {
            connection.Open();
            opened.RunMigration(isWriter
                // FULL: what is acknowledged survives a power cut; the group commit pays for it.
                ? """
                  PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                  PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16000;
                  PRAGMA temp_store = MEMORY;
                  """
                : """
                  PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA cache_size = -4000; PRAGMA temp_store = MEMORY;
                  """);
            return opened;
        }
        catch (SqliteException exception)
        {
            var failure = opened.Translate(exception);
            opened.Dispose();
            throw failure ?? (Exception)exception;
        }
    }

    public override void BeginWrite() => Run("BEGIN IMMEDIATE");
    public override void BeginRead() => Run("BEGIN");
    public override void Commit() => Run("COMMIT");
    public override void Rollback() => Run("ROLLBACK");
    public override void SetSavepoint() => Run("SAVEPOINT work");
    public override void ReleaseSavepoint() => Run("RELEASE work");

    public override void RollbackToSavepoint()
    {
        Run("ROLLBACK TO work");
        Run("RELEASE work"); // SQLite keeps the savepoint after a rollback to it
    }

    public override void InsertEvents(IReadOnlyList<StoredEvent> events)
    {
        var statement = Prepare(InsertEvent);
        foreach (var stored in events)
        {
            statement.Bind([
                ("workspace", stored.WorkspaceId), ("sequence", stored.Sequence), ("kind", stored.Kind), ("at", stored.At),
                ("task", stored.TaskId), ("session", stored.SessionId), ("turn", stored.TurnId), ("item", stored.ItemId),
                ("payload", stored.Payload)]);
            statement.Command.ExecuteNonQuery();
        }

        statement.ReleaseLargeValues();
    }

    /// <summary>One host owns the file, so there is nobody to tell.</summary>
    public override void Announce(string workspaceId, long sequence)
    {
    }

    public override void Interrupt() => raw.sqlite3_interrupt(connection.Handle);

    public override void VerifyMigration()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA foreign_key_check";
        using var reader = command.ExecuteReader();
        if (reader.Read())
        {
            throw new InvalidOperationException(
                $"A row of {reader.GetString(0)} points to a row of {reader.GetString(2)} that does not exist.");
        }
    }

    public override StorageUnavailableException? Translate(Exception exception)
    {
        if (exception is not SqliteException sqlite)
        {
            return exception as StorageUnavailableException;
        }

        var file = connection.DataSource;
        var (failure, message) = sqlite.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => (StorageFailure.DiskFull,
                $"Nothing was stored, because the disk of {file} is full. Free some space there; Homeport goes on by itself."),
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => (StorageFailure.Locked,
                $"Nothing was stored, because another program holds {file} locked. Close that program (a database browser, " +
                "a backup, a second Homeport) and try again."),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => (StorageFailure.Corrupt,
                $"{file} is damaged or is not a database. Stop Homeport, keep the file, and restore the newest " +
                $"{Path.GetFileName(file)}.backup-* beside it or your own backup."),
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN or raw.SQLITE_AUTH => (StorageFailure.NotWritable,
                $"{file} could not be opened for writing. Give your user the right to write this file and its folder, and " +
                "check that the disk is not mounted read-only."),
            raw.SQLITE_IOERR or raw.SQLITE_NOLFS or raw.SQLITE_PROTOCOL => (StorageFailure.InputOutput,
                $"The disk of {file} failed to read or write ({sqlite.SqliteExtendedErrorCode}). Check the disk and its " +
                "cable or network; Homeport tries again with the next write."),
            _ => ((StorageFailure?)null, ""),
        };
        if (failure is null)
        {
            return null;
        }

        _isBroken |= failure is StorageFailure.Corrupt or StorageFailure.InputOutput or StorageFailure.NotWritable;
        return new StorageUnavailableException(failure.Value, message, exception);
    }
}
