using Homeport.Storage.Connections;
using Homeport.Storage.Events;

namespace Homeport.Storage;

/// <summary>
/// A store with one writer and many readers. Works are serialised, on PostgreSQL also between hosts (an advisory lock held for
/// the length of a group), so a work may read, decide and write without a race. A work must be quick and must not wait
/// for anything: all other writes wait for it.
/// </summary>
public abstract class Database : IAsyncDisposable
{
    private readonly GroupCommitWriter _writer;
    private readonly ReaderPool _readers;
    private readonly Lazy<Task> _closing;

    private protected Database(
        Dialect dialect, TimeProvider time, DatabaseOpening opening, StoreConnection writer, Func<StoreConnection> openWriter,
        Action<StoreConnection> closing, ReaderPool readers)
    {
        (Dialect, Opening, _readers) = (dialect, opening, readers);
        _closing = new Lazy<Task>(CloseAsync);
        Events = new EventLog(this);
        _writer = new GroupCommitWriter(writer, openWriter, dialect, time, Events.Publish, closing);
    }

    public Dialect Dialect { get; }

    /// <summary>The log of all that happened.</summary>
    public EventLog Events { get; }

    /// <summary>What happened while the database was opened, for the log of the program.</summary>
    public DatabaseOpening Opening { get; }

    /// <summary>
    /// Runs a work in a transaction and returns once it is durable. Works that wait share one commit, each in its own
    /// savepoint: one that throws is undone alone and its exception reaches its caller. Events appended in it are published
    /// after the commit, in order. Cancelling takes back a work that has not begun; one that has begun is carried through.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The storage is broken; the work was not acknowledged.</exception>
    public Task<T> WriteAsync<T>(Func<WriteScope, T> work, CancellationToken cancellationToken) =>
        _writer.RunAsync(work, cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Action<WriteScope> work, CancellationToken cancellationToken) => _writer.RunAsync(
        scope =>
        {
            work(scope);
            return true;
        }, cancellationToken);

    /// <summary>
    /// Runs a read that sees one state of the database, beside other reads and the writer. Cancelling interrupts it. It may be
    /// run a second time on a new connection, so it must not change anything outside of itself before it returns. On SQLite it
    /// runs on the caller's thread, on PostgreSQL on one of the store's own.
    /// </summary>
    /// <exception cref="StorageUnavailableException">The storage is broken.</exception>
    public Task<T> ReadAsync<T>(Func<ReadScope, T> work, CancellationToken cancellationToken) =>
        _readers.RunAsync(work, cancellationToken);

    /// <summary>Ends the subscriptions, commits what waits, waits for running reads, closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.Value;
        GC.SuppressFinalize(this);
    }

    private protected virtual async Task CloseAsync()
    {
        Events.Close();
        await _readers.DisposeAsync();
        await _writer.DisposeAsync();
    }
}

/// <summary>What happened while the database was opened.</summary>
/// <param name="Engine">Such as <c>SQLite 3.40.1</c>.</param>
/// <param name="Applied">The migrations that were applied now.</param>
/// <param name="BackupPath">The copy made before them; null if none was needed or the database is PostgreSQL.</param>
public sealed record DatabaseOpening(string Engine, IReadOnlyList<Migration> Applied, string? BackupPath);
