using System.Data.Common;
using Homeport.Storage.Events;

namespace Homeport.Storage.Connections;

/// <summary>
/// One connection with its prepared statements; used by one thread at a time. Everything of it is disposed by its owner:
/// a statement left to the finaliser thread crashes some builds of SQLite.
/// </summary>
internal abstract class StoreConnection(DbConnection connection) : IDisposable
{
    private const int MostStatements = 256;

    private readonly Dictionary<string, Statement> _statements = [];

    /// <summary>The command that was asked for last; the one to stop.</summary>
    protected DbCommand? Running { get; private set; }

    /// <summary>False once the connection is broken and has to be replaced.</summary>
    public abstract bool IsUsable { get; }

    /// <summary>A transaction is open; SQLite ends it by itself on some errors.</summary>
    public abstract bool InTransaction { get; }

    protected DbConnection Connection => connection;

    public Statement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var known))
        {
            Running = known.Command;
            return known;
        }

        if (_statements.Count >= MostStatements)
        {
            ReleaseStatements(); // texts built per call would otherwise grow without bound
        }

        var command = connection.CreateCommand();
        command.CommandText = sql;
        Running = command;
        return _statements[sql] = new Statement(command);
    }

    /// <summary>Waits until this is the only writer of the database, then opens a transaction.</summary>
    public abstract void BeginWrite();

    /// <summary>Opens a transaction that sees one state of the database.</summary>
    public abstract void BeginRead();

    public abstract void Commit();
    public abstract void Rollback();
    public abstract void SetSavepoint();
    public abstract void ReleaseSavepoint();
    public abstract void RollbackToSavepoint();

    /// <summary>Writes events whose sequences are given.</summary>
    public abstract void InsertEvents(IReadOnlyList<StoredEvent> events);

    /// <summary>Called in the transaction: other hosts are told after the commit that these sequences exist.</summary>
    public abstract void Announce(string workspaceId, long sequence);

    /// <summary>Stops the running statement from another thread.</summary>
    public abstract void Interrupt();

    /// <summary>The typed exception for broken storage; null for an error of the statement itself.</summary>
    public abstract StorageUnavailableException? Translate(Exception exception);

    public void Run(string sql) => Prepare(sql).Command.ExecuteNonQuery();

    /// <summary>Runs the text of a migration, however long it takes.</summary>
    public void RunMigration(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }

    /// <summary>Throws if a migration left rows that break a rule which was off while it ran.</summary>
    public virtual void VerifyMigration()
    {
    }

    public virtual void Dispose()
    {
        ReleaseStatements();
        connection.Dispose();
    }

    private void ReleaseStatements()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
    }
}
