namespace Homeport.Worker.Terminals.Screen;

/// <summary>The numbers of a sequence, such as <c>38:2::10:20:30;1</c>: at most 32, and as many behind colons; more are dropped.</summary>
internal sealed class SequenceParameters
{
    private const int Most = 32;

    private readonly int[] _values = new int[Most];
    private readonly int[] _subValues = new int[Most];
    private readonly int[] _subStarts = new int[Most];
    private int _subCount;
    private bool _isFull;
    private bool _isSubFull;
    private bool _isSub;

    public int Count { get; private set; }

    /// <summary>0 when it is not given.</summary>
    public int this[int index] => index < Count ? _values[index] : 0;

    /// <summary>For counts: not given and 0 both mean 1.</summary>
    public int AtLeastOne(int index) => Math.Max(1, this[index]);

    /// <summary>The numbers behind colons; -1 for one left out.</summary>
    public ReadOnlySpan<int> Sub(int index)
    {
        var end = index + 1 < Count ? _subStarts[index + 1] : _subCount;
        return _subValues.AsSpan(_subStarts[index]..end);
    }

    public void Clear()
    {
        Count = 0;
        _subCount = 0;
        _isFull = _isSubFull = _isSub = false;
        Add();
    }

    /// <param name="character">A digit, semicolon or colon.</param>
    public void Take(int character)
    {
        switch (character)
        {
            case ';':
                Add();
                break;
            case ':':
                AddSub();
                break;
            default:
                TakeDigit(character - '0');
                break;
        }
    }

    private void Add()
    {
        _isSub = false;
        if (Count == Most)
        {
            _isFull = true;
            return;
        }

        _subStarts[Count] = _subCount;
        _values[Count++] = 0;
    }

    private void AddSub()
    {
        _isSub = true;
        if (_isFull || _subCount == Most)
        {
            _isSubFull = true;
            return;
        }

        _subValues[_subCount++] = -1;
    }

    private void TakeDigit(int digit)
    {
        if (_isFull || (_isSub && _isSubFull))
        {
            return;
        }

        ref var value = ref _isSub ? ref _subValues[_subCount - 1] : ref _values[Count - 1];
        value = value < 0 ? digit : (int)Math.Min(((long)value * 10) + digit, int.MaxValue);
    }
}
