using System.Globalization;

namespace Homeport.Agents;

/// <summary>The versions from one on, up to another that is not among them. A version that nobody knows counts as the newest.</summary>
/// <param name="From">The first; null for all before <paramref name="Until"/>.</param>
/// <param name="Until">The first that is not among them; null for all that come.</param>
public sealed record VersionRange(string? From, string? Until)
{
    public static VersionRange Since(string version) => new(version, null);

    public static VersionRange Before(string version) => new(null, version);

    public bool Contains(string? version) => version is null
        ? Until is null
        : (From is null || Compare(version, From) >= 0) && (Until is null || Compare(version, Until) < 0);

    /// <summary>Orders versions by their numbers; a preview comes before the version that it leads up to.</summary>
    public static int Compare(string left, string right)
    {
        var (numbers, others) = (NumbersOf(left), NumbersOf(right));
        for (var index = 0; index < Math.Max(numbers.Length, others.Length); index++)
        {
            if (numbers.ElementAtOrDefault(index).CompareTo(others.ElementAtOrDefault(index)) is not 0 and var order)
            {
                return order;
            }
        }

        return IsPreview(right).CompareTo(IsPreview(left));
    }

    private static long[] NumbersOf(string version) =>
    [
        .. version.Split('-')[0].Split('.').Select(
            part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0),
    ];

    private static bool IsPreview(string version) => version.Contains('-', StringComparison.Ordinal);
}
