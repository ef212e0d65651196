namespace Homeport.Host;

/// <summary>Somebody asked that the host should stop. Whoever runs it then disposes it.</summary>
internal sealed class StopSignal
{
    private readonly TaskCompletionSource _requested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Requested => _requested.Task;

    public void Request() => _requested.TrySetResult();
}
