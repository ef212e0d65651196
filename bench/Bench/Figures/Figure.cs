namespace Homeport.Bench.Figures;

/// <summary>One line of the report: ours, and where there is one, the peer that was measured in turn with it.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Unit">Of both sides.</param>
/// <param name="Ours">Each repetition.</param>
internal sealed record Figure(string Name, string Unit, Samples Ours)
{
    public string? PeerName { get; init; }
    public Samples? Peer { get; init; }

    /// <summary>Ours over the peer's, repetition by repetition.</summary>
    public Samples? Ratio { get; init; }

    /// <summary>What design asks for, in words; null for a figure that is only told.</summary>
    public string? Bar { get; init; }

    public bool? IsMet { get; init; }

    /// <summary>Against a peer measured in turn: the median ratio decides.</summary>
    public static Figure Against(
        string peerName, string name, string unit, IReadOnlyList<double> ours, IReadOnlyList<double> peer, double? atMost = null, double? atLeast = null)
    {
        var ratio = new Samples(ours.Zip(peer, (mine, other) => mine / other));
        return new Figure(name, unit, new Samples(ours))
        {
            PeerName = peerName,
            Peer = new Samples(peer),
            Ratio = ratio,
            Bar = Words("×", atMost, atLeast),
            IsMet = Holds(ratio.Median, atMost, atLeast),
        };
    }

    /// <summary>Against an absolute bar: the median decides.</summary>
    public static Figure Alone(string name, string unit, IReadOnlyList<double> ours, double? atMost = null, double? atLeast = null)
    {
        var samples = new Samples(ours);
        return new Figure(name, unit, samples) { Bar = Words(unit, atMost, atLeast), IsMet = Holds(samples.Median, atMost, atLeast) };
    }

    private static string? Words(string unit, double? atMost, double? atLeast) =>
        atMost is { } most ? FormattableString.Invariant($"≤ {most:#,0.##} {unit}")
        : atLeast is { } least ? FormattableString.Invariant($"≥ {least:#,0.##} {unit}")
        : null;

    private static bool? Holds(double value, double? atMost, double? atLeast) =>
        atMost is { } most ? value <= most : atLeast is { } least ? value >= least : null;
}
