namespace Homeport.Worker.Terminals.Screen;

/// <summary>
/// Numbers for values that many cells share. A number that no cell uses any more is given again after a sweep; there are never
/// more than <paramref name="most"/>, whatever is written to the screen.
/// </summary>
internal sealed class SharedValues<T>(int most)
    where T : notnull
{
    private const int FirstSweep = 1024;

    private readonly Dictionary<T, uint> _numbers = [];
    private readonly Stack<uint> _free = new();
    private readonly List<T?> _values = [default]; // number 0 is "none"
    private int _sweepAt = FirstSweep;
    private int _refused;

    public int Count => _numbers.Count;

    /// <summary>The next new value should be preceded by <see cref="Sweep"/>.</summary>
    public bool IsCrowded => _numbers.Count >= _sweepAt && (_numbers.Count < most || _refused % FirstSweep == 0);

    public T this[uint number] => _values[(int)number]!;

    /// <summary>Number of a known value; 0 when it is not known.</summary>
    public uint Find(T value) => _numbers.GetValueOrDefault(value);

    /// <summary>Number of a value that <see cref="Find"/> does not know; 0 when there is no room for it.</summary>
    public uint Add(T value)
    {
        if (_numbers.Count >= most)
        {
            _refused++;
            return 0;
        }

        if (!_free.TryPop(out var number))
        {
            number = (uint)_values.Count;
            _values.Add(value);
        }

        _values[(int)number] = value;
        _numbers.Add(value, number);
        return number;
    }

    /// <summary>Forgets what is not in <paramref name="used"/>.</summary>
    public void Sweep(HashSet<uint> used)
    {
        for (var number = 1u; number < _values.Count; number++)
        {
            if (_values[(int)number] is { } value && !used.Contains(number) && _numbers.TryGetValue(value, out var known) && known == number)
            {
                _numbers.Remove(value);
                _values[(int)number] = default;
                _free.Push(number);
            }
        }

        _sweepAt = Math.Min(most, Math.Max(FirstSweep, _numbers.Count * 2));
        _refused = 1;
    }
}
