namespace Homeport.Rpc.Messages;

/// <summary>Runs so many pieces of work at once, lets so many more wait, refuses the rest. Owns the tasks it starts.</summary>
internal sealed class RequestSlots(int running, int waiting)
{
    private readonly Lock _gate = new();
    private readonly Queue<Func<Task>> _waiting = new();
    private readonly List<Task> _runners = [];
    private int _running;

    /// <param name="work">Must not throw.</param>
    /// <param name="startHere">Run it up to its first wait on the calling thread, where a slot is free.</param>
    /// <returns>False: too many wait already.</returns>
    public bool TryAdmit(Func<Task> work, bool startHere)
    {
        lock (_gate)
        {
            if (_running == running)
            {
                if (_waiting.Count == waiting)
                {
                    return false;
                }

                _waiting.Enqueue(work);
                return true;
            }

            _running++;
        }

        var runner = startHere ? RunAsync(work) : Task.Run(() => RunAsync(work), CancellationToken.None);
        lock (_gate)
        {
            _runners.RemoveAll(static task => task.IsCompleted);
            _runners.Add(runner);
        }

        return true;
    }

    /// <summary>Completes when everything admitted until now is over.</summary>
    public Task WhenIdle()
    {
        lock (_gate)
        {
            return Task.WhenAll(_runners);
        }
    }

    private async Task RunAsync(Func<Task> first)
    {
        for (var work = first; work is not null; work = Next())
        {
            await work();
        }
    }

    private Func<Task>? Next()
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var next))
            {
                return next;
            }

            _running--;
            return null;
        }
    }
}
