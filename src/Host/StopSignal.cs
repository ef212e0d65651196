namespace Homeport.Host;

/// <summary>Somebody asked that the host should stop. Whoever runs it then disposes it.</summary>
internal sealed class StopSignal
{
    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Requested => _requested.Task;

    /// <summary>With all that lives on the workers.</summary>
    public bool EndsAll { get; private set; }

    public void Request(bool endsAll)
    {
        EndsAll |= endsAll;
        _requested.TrySetResult();
    }
}
