namespace Homeport.Host.Access;

/// <summary>Counts what one caller has left. Many may take at once.</summary>
internal sealed class TokenBucket(double perSecond, double capacity, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _taken;
    private long _at = time.GetTimestamp();

    private double Left => capacity - _taken;

    /// <summary>Takes one if there is one.</summary>
    /// <param name="retryAfter">When there will be one again; zero if it was taken.</param>
    public bool TryTake(out TimeSpan retryAfter)
    {
        lock (_gate)
        {
            Refill();
            if (Left >= 1)
            {
                _taken++;
                retryAfter = TimeSpan.Zero;
                return true;
            }

            retryAfter = TimeSpan.FromSeconds((1 - Left) / perSecond);
            return false;
        }
    }

    /// <summary>Whether there is one, without taking it.</summary>
    public bool HasOne()
    {
        lock (_gate)
        {
            Refill();
            return Left >= 1;
        }
    }

    /// <summary>Nobody has taken from it for so long that a new one would be the same.</summary>
    public bool IsFull()
    {
        lock (_gate)
        {
            Refill();
            return _taken == 0;
        }
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        _taken = Math.Max(0, _taken - (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
        _at = now;
    }
}
