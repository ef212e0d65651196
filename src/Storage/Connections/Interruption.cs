namespace Homeport.Storage.Connections;

/// <summary>
/// Stops the statements of a connection while it lives, once the token is cancelled. It asks again and again, because a
/// statement that has not quite begun does not hear the first time.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly StoreConnection _connection;
    private readonly CancellationTokenRegistration _registration;
    private ITimer? _timer;
    private bool _isOver;

    public Interruption(StoreConnection connection, CancellationToken cancellationToken)
    {
        _connection = connection;
        _registration = cancellationToken.UnsafeRegister(static state => ((Interruption)state!).Begin(), this);
    }

    public void Dispose()
    {
        _registration.Dispose(); // waits for a Begin that runs
        lock (_gate)
        {
            _isOver = true;
            _timer?.Dispose();
        }
    }

    private void Begin()
    {
        lock (_gate)
        {
            _timer = TimeProvider.System.CreateTimer(
                static state => ((Interruption)state!).Interrupt(), this, TimeSpan.Zero, Again);
        }
    }

    private void Interrupt()
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _connection.Interrupt();
            }
        }
    }
}
