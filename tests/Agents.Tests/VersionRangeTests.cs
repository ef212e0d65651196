namespace Homeport.Agents.Tests;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData("1.2.3", "1.2.3", 0)]
    [InlineData("1.2", "1.2.0", 0)]
    [InlineData("1.10.0", "1.9.9", 1)]
    [InlineData("0.33.0-preview.11", "0.33.0", -1)]
    [InlineData("0.0.1790142911-g7618fb", "0.0.1790142911", -1)]
    [InlineData("2.0", "10.0", -1)]
    public void Versions_are_ordered_by_their_numbers(string left, string right, int order)
    {
        Assert.Equal(order, Math.Sign(VersionRange.Compare(left, right)));
        Assert.Equal(-order, Math.Sign(VersionRange.Compare(right, left)));
    }

    [Theory]
    [InlineData("0.32.9", true)]
    [InlineData("0.33.0", false)]
    [InlineData(null, false)]
    public void What_comes_before_a_version_does_not_hold_for_one_that_nobody_knows(string? version, bool isIn) =>
        Assert.Equal(isIn, VersionRange.Before("0.33").Contains(version));

    [Theory]
    [InlineData("1.7.9", false)]
    [InlineData("1.8.0", true)]
    [InlineData(null, true)]
    public void What_holds_since_a_version_holds_for_one_that_nobody_knows(string? version, bool isIn) =>
        Assert.Equal(isIn, VersionRange.Since("1.8").Contains(version));

    [Fact]
    public void A_range_ends_before_its_end()
    {
        var range = new VersionRange("1.0", "2.0");

        Assert.True(range.Contains("1.0"));
        Assert.True(range.Contains("1.99.1"));
        Assert.False(range.Contains("2.0"));
        Assert.False(range.Contains(null));
    }
}
