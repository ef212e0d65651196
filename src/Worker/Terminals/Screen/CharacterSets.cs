namespace Homeport.Worker.Terminals.Screen;

/// <summary>G0 to G3 and which of them is in use. Null is plain ASCII.</summary>
internal sealed class CharacterSets
{
    private readonly CharacterSet?[] _designated = new CharacterSet?[4];

    /// <summary>What text goes through. A restored cursor brings its own, whatever is designated.</summary>
    public CharacterSet? Current { get; set; }

    public int Level { get; private set; }

    public CharacterSet? this[int level] => _designated[level];

    public void Shift(int level)
    {
        Level = level;
        Current = _designated[level];
    }

    public void Designate(int level, CharacterSet? set)
    {
        _designated[level] = set;
        if (Level == level)
        {
            Current = set;
        }
    }

    public void Reset()
    {
        Array.Clear(_designated);
        Shift(0);
    }
}
