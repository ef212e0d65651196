using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Homeport.Storage.Events;

namespace Homeport.Storage.Connections;

/// <summary>
/// The one writer: a thread of its own that takes all works that wait, runs each in its own savepoint, and commits them
/// together. While one commit reaches the disk the next group gathers, so groups grow with load and no timer is needed.
/// Owns its connection.
/// </summary>
internal sealed class GroupCommitWriter : IAsyncDisposable
{
    private const int MostWaiting = 4096;
    private const int MostInGroup = 256;

    private readonly Func<StoreConnection> _open;
    private readonly Dialect _dialect;
    private readonly TimeProvider _time;
    private readonly Action<IReadOnlyList<StoredEvent>> _committed;
    private readonly Action<StoreConnection> _closing;

    private readonly object _gate = new(); // Monitor.Wait does not exist for Lock
    private readonly Queue<Work> _waiting = [];
    private readonly SemaphoreSlim _room = new(MostWaiting);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isClosing;

    private StoreConnection? _connection;

    public GroupCommitWriter(
        StoreConnection connection, Func<StoreConnection> open, Dialect dialect, TimeProvider time,
        Action<IReadOnlyList<StoredEvent>> committed, Action<StoreConnection> closing)
    {
        (_connection, _open, _dialect, _time, _committed, _closing) = (connection, open, dialect, time, committed, closing);
        new Thread(Loop) { IsBackground = true, Name = "storage writer" }.Start();
    }

    public async Task<T> RunAsync<T>(Func<WriteScope, T> run, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        var work = new Work<T>(run);
        lock (_gate)
        {
            if (_isClosing)
            {
                _room.Release();
                throw Closed();
            }

            _waiting.Enqueue(work);
            Monitor.Pulse(_gate);
        }

        await using var cancellation = cancellationToken.UnsafeRegister(
            static (state, token) => ((Work<T>)state!).Cancel(token), work);
        return await work.Done;
    }

    /// <summary>Commits what waits, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosing = true;
            Monitor.Pulse(_gate);
        }

        await _ended.Task;
    }

    private static StorageUnavailableException Closed() => new(
        StorageFailure.Closed, "The write was not stored, because Homeport is stopping. Try again when it runs.");

    [SuppressMessage("Design", "CA1031", Justification = "Background loop: a group that breaks is answered, the writer goes on.")]
    private void Loop()
    {
        var group = new List<Work>();
        while (TakeGroup(group))
        {
            _room.Release(group.Count);
            try
            {
                RunGroup(group);
            }
            catch (Exception exception)
            {
                Abandon(group, exception);
            }

            group.Clear();
        }

        try
        {
            if (_connection is { IsUsable: true } connection)
            {
                _closing(connection);
            }

            _connection?.Dispose();
            _ended.TrySetResult();
        }
        catch (Exception exception)
        {
            _ended.TrySetException(exception);
        }
    }

    private bool TakeGroup(List<Work> group)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_isClosing)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            while (group.Count < MostInGroup && _waiting.TryDequeue(out var work))
            {
                group.Add(work);
            }

            return true;
        }
    }

    /// <summary>A connection that broke while it was idle is replaced once; nothing was asked of it yet.</summary>
    [MemberNotNull(nameof(_connection))]
    private void Begin()
    {
        if (_connection is { } kept)
        {
            try
            {
                kept.BeginWrite();
                _connection = kept;
                return;
            }
            catch (DbException) when (!kept.IsUsable)
            {
                Discard();
            }
        }

        _connection = _open();
        _connection.BeginWrite();
    }

    private void RunGroup(List<Work> group)
    {
        group.RemoveAll(static work => !work.TryTake());
        if (group.Count == 0)
        {
            return;
        }

        Begin();
        var sequencer = new EventSequencer(_connection);
        var stored = new List<Work>(group.Count);
        foreach (var work in group)
        {
            if (RunOne(work, sequencer, isFirst: stored.Count == 0))
            {
                stored.Add(work);
            }
        }

        if (stored.Count > 0)
        {
            sequencer.Seal();
            _connection.Commit();
        }
        else
        {
            _connection.Rollback();
        }

        foreach (var work in stored)
        {
            work.Succeed();
        }

        if (sequencer.Events.Count > 0)
        {
            _committed(sequencer.Events);
        }
    }

    /// <returns>Whether the work is part of the transaction; one that failed is answered and undone.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a work throws belongs to its caller, not to the writer.")]
    private bool RunOne(Work work, EventSequencer sequencer, bool isFirst)
    {
        var connection = _connection!;
        sequencer.BeginWork();
        if (!isFirst)
        {
            connection.SetSavepoint(); // the first work has nothing before it to protect
        }

        var scope = new WriteScope(connection, _dialect, sequencer, _time);
        try
        {
            work.Run(scope);
            scope.ThrowIfFailed();
            sequencer.Flush();
        }
        catch (Exception exception)
        {
            var failure = connection.Translate(exception) ?? exception;
            work.Fail(failure);
            Undo(connection, isFirst, failure);
            sequencer.UndoWork();
            return false;
        }
        finally
        {
            scope.End();
        }

        if (!isFirst)
        {
            connection.ReleaseSavepoint();
        }

        return true;
    }

    private static void Undo(StoreConnection connection, bool isFirst, Exception failure)
    {
        if (!connection.IsUsable)
        {
            throw failure;
        }

        if (isFirst)
        {
            if (connection.InTransaction)
            {
                connection.Rollback();
            }

            connection.BeginWrite();
        }
        else if (connection.InTransaction)
        {
            connection.RollbackToSavepoint();
        }
        else
        {
            throw failure; // the database ended the transaction by itself: the works before are gone as well
        }
    }

    /// <summary>All works of the group get the failure; the connection is cleaned, or replaced before the next group.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A connection that cannot even roll back is thrown away.")]
    private void Abandon(List<Work> group, Exception exception)
    {
        var failure = _connection?.Translate(exception) ?? exception;
        try
        {
            if (_connection is { IsUsable: true, InTransaction: true })
            {
                _connection.Rollback();
            }
        }
        catch (Exception)
        {
            Discard();
        }

        if (_connection is { IsUsable: false })
        {
            Discard();
        }

        foreach (var work in group)
        {
            work.Fail(failure);
        }
    }

    private void Discard()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
