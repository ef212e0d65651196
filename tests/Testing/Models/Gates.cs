using System.Collections.Concurrent;

namespace Homeport.Testing.Models;

/// <summary>Named barriers inside answers: a test decides when a model goes on, so that nothing depends on time.</summary>
public sealed class Gates
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _gates = new(StringComparer.Ordinal);

    /// <summary>Lets everything pass that waits at this gate now or later.</summary>
    public void Open(string name) => Gate(name).TrySetResult();

    internal async Task PassAsync(string name, CancellationToken cancellationToken) =>
        await Gate(name).Task.WaitAsync(cancellationToken);

    internal void OpenAll()
    {
        foreach (var gate in _gates.Values)
        {
            gate.TrySetResult();
        }
    }

    private TaskCompletionSource Gate(string name) =>
        _gates.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
