using System.Data;
using Homeport.Storage.Connections;
using Homeport.Storage.Events;
using Npgsql;

namespace Homeport.Storage.Postgres;

/// <summary>One connection to the server.</summary>
/// <param name="connection">Owned.</param>
/// <param name="origin">Who announces, so that a host can tell its own news from others'.</param>
internal sealed class PostgresStoreConnection(NpgsqlConnection connection, string origin) : StoreConnection(connection)
{
    /// <summary>NOTIFY channel; the payload is <c>origin|sequence|workspace</c>.</summary>
    public const string Channel = "homeport_events";

    private const string Savepoint = "work";

    private NpgsqlTransaction? _transaction;

    public override bool IsUsable => connection.State == ConnectionState.Open;

    public override bool InTransaction => _transaction is not null;

    public string ServerVersion => connection.PostgreSqlVersion.ToString();

    public static PostgresStoreConnection Open(NpgsqlDataSource source, string origin)
    {
        try
        {
            return new PostgresStoreConnection(source.OpenConnection(), origin);
        }
        catch (Exception exception) when (PostgresFailure.Translate(exception) is { } failure)
        {
            throw failure;
        }
    }

    public override void BeginWrite()
    {
        _transaction = connection.BeginTransaction(IsolationLevel.ReadCommitted);
        try
        {
            // The one writer of all hosts. The lock ends with the transaction, also if this host dies.
            Run("SELECT pg_advisory_xact_lock(1212239183, hashtext(current_schema()))");
        }
        catch (NpgsqlException)
        {
            EndTransaction();
            throw;
        }
    }

    public override void BeginRead() => _transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public override void Commit()
    {
        try
        {
            _transaction!.Commit();
        }
        finally
        {
            EndTransaction();
        }
    }

    public override void Rollback()
    {
        try
        {
            _transaction!.Rollback();
        }
        finally
        {
            EndTransaction();
        }
    }

    public override void SetSavepoint() => _transaction!.Save(Savepoint);
    public override void ReleaseSavepoint() => _transaction!.Release(Savepoint);

    public override void RollbackToSavepoint()
    {
        _transaction!.Rollback(Savepoint);
        _transaction!.Release(Savepoint);
    }

    public override void InsertEvents(IReadOnlyList<StoredEvent> events)
    {
        var statement = Prepare(
            """
            INSERT INTO session_events (workspace_id, sequence, kind, at, task_id, session_id, turn_id, item_id, payload)
            SELECT * FROM unnest(@workspaces, @sequences, @kinds, @ats, @tasks, @sessions, @turns, @items, @payloads)
            """);
        statement.Bind([
            ("workspaces", Column(events, static stored => stored.WorkspaceId)),
            ("sequences", Column(events, static stored => stored.Sequence)),
            ("kinds", Column(events, static stored => stored.Kind)),
            ("ats", Column(events, static stored => stored.At.ToUnixTimeMilliseconds())),
            ("tasks", Column(events, static stored => stored.TaskId!)),
            ("sessions", Column(events, static stored => stored.SessionId!)),
            ("turns", Column(events, static stored => stored.TurnId!)),
            ("items", Column(events, static stored => stored.ItemId!)),
            ("payloads", Column(events, static stored => stored.Payload))]);
        statement.Command.ExecuteNonQuery();
        statement.ReleaseLargeValues();
    }

    public override void Announce(string workspaceId, long sequence)
    {
        var statement = Prepare("SELECT pg_notify(@channel, @news)");
        statement.Bind([("channel", Channel), ("news", FormattableString.Invariant($"{origin}|{sequence}|{workspaceId}"))]);
        statement.Command.ExecuteNonQuery();
    }

    public override void Interrupt() => Running?.Cancel();

    public override StorageUnavailableException? Translate(Exception exception) => PostgresFailure.Translate(exception);

    public override void Dispose()
    {
        EndTransaction();
        base.Dispose();
    }

    private static T[] Column<T>(IReadOnlyList<StoredEvent> events, Func<StoredEvent, T> value)
    {
        var column = new T[events.Count];
        for (var index = 0; index < column.Length; index++)
        {
            column[index] = value(events[index]);
        }

        return column;
    }

    private void EndTransaction()
    {
        _transaction?.Dispose();
        _transaction = null;
    }
}
