namespace Homeport.Rpc.Messages;

/// <summary>Why a connection ends. The first reason counts. Owns the token under which it reads and sends.</summary>
internal sealed class Ending : IDisposable
{
    public const string ByUs = "this side closed it";

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _traffic = new();
    private string? _reason;

    /// <summary>Over when reading and sending must stop.</summary>
    public CancellationToken Traffic => _traffic.Token;

    public string Reason
    {
        get
        {
            lock (_gate)
            {
                return _reason ?? ByUs;
            }
        }
    }

    public void Note(string reason)
    {
        lock (_gate)
        {
            _reason ??= reason;
        }
    }

    /// <summary>Notes the reason and stops reading and sending at once.</summary>
    public void Abort(string reason)
    {
        Note(reason);
        try
        {
            _traffic.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Over already.
        }
    }

    public void Dispose() => _traffic.Dispose();
}
