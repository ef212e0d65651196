using Homeport.Platform.Processes;

namespace Homeport.Cli.Output;

/// <summary>Ends what follows something for a reader who has left: <c>homeport logs -f last | head</c>.</summary>
internal sealed class UnreadWatch : IDisposable
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _unread;
    private readonly ITimer _timer;

    public UnreadWatch(TimeProvider time, CancellationToken cancellationToken)
    {
        _unread = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer = time.CreateTimer(_ => Look(), null, Rhythm, Rhythm);
    }

    /// <summary>Cancelled when nobody reads the output any more, and with the token that was given.</summary>
    public CancellationToken Token => _unread.Token;

    public void Dispose()
    {
        _timer.Dispose();
        _unread.Dispose();
    }

    private void Look()
    {
        try
        {
            if (!StandardOutput.IsRead)
            {
                _unread.Cancel();
            }
        }
        catch (ObjectDisposedException)
        {
            // It is over.
        }
    }
}
