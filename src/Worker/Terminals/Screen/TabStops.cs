namespace Homeport.Worker.Terminals.Screen;

/// <summary>Where a tab stops. Stops beyond the right edge stay, for the window may grow again.</summary>
internal sealed class TabStops
{
    private const int Distance = 8;

    private bool[] _stops = [];

    public TabStops(int columns) => Reset(columns);

    public bool AreDefault(int columns)
    {
        for (var column = 0; column < columns; column++)
        {
            if (At(column) != (column % Distance == 0))
            {
                return false;
            }
        }

        return true;
    }

    public bool At(int column) => (uint)column < (uint)_stops.Length && _stops[column];

    public void Reset(int columns)
    {
        _stops = [];
        SetEvery(0, columns);
    }

    public void Set(int column)
    {
        if (column >= _stops.Length)
        {
            Array.Resize(ref _stops, column + 1);
        }

        _stops[column] = true;
    }

    public void Clear(int column)
    {
        if (column < _stops.Length)
        {
            _stops[column] = false;
        }
    }

    public void ClearAll() => _stops = [];

    /// <summary>New columns get stops, counted on from the last one there is.</summary>
    public void Resize(int columns) => SetEvery(At(columns) ? columns : Previous(columns, columns), columns);

    public int Next(int column, int columns)
    {
        do
        {
            column++;
        }
        while (!At(column) && column < columns);

        return Math.Min(column, columns - 1);
    }

    public int Previous(int column, int columns)
    {
        do
        {
            column--;
        }
        while (!At(column) && column > 0);

        return Math.Clamp(column, 0, columns - 1);
    }

    private void SetEvery(int column, int columns)
    {
        for (; column < columns; column += Distance)
        {
            Set(column);
        }
    }
}
