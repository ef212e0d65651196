namespace Homeport.Bench.Figures;

/// <summary>The same thing measured several times.</summary>
internal sealed class Samples(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public int Count => _sorted.Length;
    public double Min => _sorted[0];
    public double Max => _sorted[^1];
    public double Median => At(0.5);

    /// <param name="quantile">0 to 1.</param>
    public double At(double quantile)
    {
        var place = quantile * (_sorted.Length - 1);
        var below = (int)place;
        return below + 1 < _sorted.Length
            ? _sorted[below] + ((place - below) * (_sorted[below + 1] - _sorted[below]))
            : _sorted[^1];
    }
}
