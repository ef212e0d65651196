namespace Homeport.Host.Access;

/// <summary>Counts what one caller has left. Many may take at once.</summary>
internal sealed class TokenBucket(double perSecond, double capacity, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _left = capacity;
    private long _at = time.GetTimestamp();

    /// <summary>Takes one if there is one.</summary>
    /// <param name="retryAfter">When there will be one again; zero if it was taken.</param>
    public bool TryTake(out TimeSpan retryAfter)
    {
        lock (_gate)
        {
            Refill();
            if (_left >= 1)
            {
                _left--;
                retryAfter = TimeSpan.Zero;
                return true;
            }

            retryAfter = TimeSpan.FromSeconds((1 - _left) / perSecond);
            return false;
        }
    }

    /// <summary>Whether there is one, without taking it.</summary>
    public bool HasOne()
    {
        lock (_gate)
        {
            Refill();
            return _left >= 1;
        }
    }

    /// <summary>Nobody has taken from it for so long that a new one would be the same.</summary>
    public bool IsFull()
    {
        lock (_gate)
        {
            Refill();
            return _left >= capacity;
        }
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(capacity, _left + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
        _at = now;
    }
}
