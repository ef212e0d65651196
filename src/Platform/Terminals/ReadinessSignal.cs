using System.Threading.Channels;

namespace Homeport.Platform.Terminals;

/// <summary>Wakes one waiter; a signal that comes while nobody waits is kept, several count as one.</summary>
internal sealed class ReadinessSignal
{
    private readonly Channel<bool> _one = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => _one.Writer.TryWrite(true);

    /// <summary>From now on nobody waits any more.</summary>
    public void Close() => _one.Writer.TryComplete();

    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (await _one.Reader.WaitToReadAsync(cancellationToken))
        {
            _one.Reader.TryRead(out _);
        }
    }
}
