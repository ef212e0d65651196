using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Homeport.Storage.Connections;

/// <summary>A bounded number of connections for reading, opened when first needed. Owns them.</summary>
/// <param name="open">Opens one.</param>
/// <param name="dialect">Given to the scopes.</param>
/// <param name="size">How many reads may run at once.</param>
/// <param name="hasOwnThreads">
/// True where a read waits for a network: blocked threads are then our own and not those of the thread pool.
/// </param>
internal sealed class ReaderPool(Func<StoreConnection> open, Dialect dialect, int size, bool hasOwnThreads) : IAsyncDisposable
{
    private readonly SemaphoreSlim _room = new(size);
    private readonly ConcurrentStack<StoreConnection> _idle = [];
    private readonly BlockingCollection<Action>? _jobs = hasOwnThreads ? StartThreads(size) : null;
    private volatile bool _isClosing;

    public async Task<T> RunAsync<T>(Func<ReadScope, T> read, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            if (_isClosing)
            {
                throw new StorageUnavailableException(
                    StorageFailure.Closed, "Nothing was read, because Homeport is stopping. Try again when it runs.");
            }

            return _jobs is null
                ? Run(read, cancellationToken)
                : await OnOwnThread(_jobs, () => Run(read, cancellationToken));
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>Waits for the reads that run.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosing = true;
        for (var index = 0; index < size; index++)
        {
            await _room.WaitAsync(CancellationToken.None);
        }

        DisposeIdle();
        _jobs?.CompleteAdding();
        _room.Release(size); // late callers are told that it is closed instead of waiting for ever
    }

    private static BlockingCollection<Action> StartThreads(int count)
    {
        var jobs = new BlockingCollection<Action>();
        for (var index = 0; index < count; index++)
        {
            new Thread(() =>
            {
                foreach (var job in jobs.GetConsumingEnumerable())
                {
                    job();
                }
            })
            { IsBackground = true, Name = "storage reader" }.Start();
        }

        return jobs;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Carries the exception from the reader's thread to its caller.")]
    private static Task<T> OnOwnThread<T>(BlockingCollection<Action> jobs, Func<T> run)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        jobs.Add(() =>
        {
            try
            {
                done.SetResult(run());
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        });
        return done.Task;
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "GiveBack disposes it or keeps it.")]
    private T Run<T>(Func<ReadScope, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_idle.TryPop(out var idle))
        {
            return RunOn(open(), read, cancellationToken);
        }

        try
        {
            return RunOn(idle, read, cancellationToken);
        }
        catch (StorageUnavailableException lost) when (lost.Failure == StorageFailure.ConnectionLost)
        {
            DisposeIdle(); // they lost the same server; perhaps it is back
            return RunOn(open(), read, cancellationToken);
        }
    }

    private T RunOn<T>(StoreConnection connection, Func<ReadScope, T> read, CancellationToken cancellationToken)
    {
        var isClean = false;
        try
        {
            connection.BeginRead();
            var scope = new ReadScope(connection, dialect);
            T result;
            using (cancellationToken.CanBeCanceled ? new Interruption(connection, cancellationToken) : null)
            {
                result = read(scope);
            }

            scope.End();
            connection.Commit();
            isClean = true;
            return result;
        }
        catch (Exception exception) when (connection.Translate(exception) is { } failure)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw failure;
        }
        catch (DbException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            GiveBack(connection, isClean);
        }
    }

    private void DisposeIdle()
    {
        while (_idle.TryPop(out var connection))
        {
            connection.Dispose();
        }
    }

    private void GiveBack(StoreConnection connection, bool isClean)
    {
        if (isClean)
        {
            _idle.Push(connection);
        }
        else
        {
            connection.Dispose(); // after an error a new connection is cheaper than doubt
        }
    }
}
