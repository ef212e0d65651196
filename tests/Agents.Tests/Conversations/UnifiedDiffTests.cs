using Homeport.Agents.Conversations;

namespace Homeport.Agents.Tests.Conversations;

public sealed class UnifiedDiffTests
{
    [Theory]
    [InlineData(null, "a\nb\n", "--- /dev/null\n+++ b/f\n@@ -0,0 +1,2 @@\n+a\n+b\n")]
    [InlineData("a\n", null, "--- a/f\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n")]
    [InlineData("a\nb\nc\n", "a\nX\nc\n", "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n+X\n c\n")]
    [InlineData("a\n", "a\n", "--- a/f\n+++ b/f\n")]
    [InlineData("a", "a\nb", "--- a/f\n+++ b/f\n@@ -1,1 +1,2 @@\n a\n+b\n")]
    public void Texts_are_compared_line_by_line(string? before, string? after, string diff) =>
        Assert.Equal(diff, UnifiedDiff.Create("f", before, after));

    [Fact]
    public void Changes_far_apart_are_hunks_of_their_own()
    {
        var before = string.Concat(Enumerable.Range(1, 40).Select(number => $"{number}\n"));
        var after = before.Replace("\n5\n", "\nfive\n", StringComparison.Ordinal).Replace("\n30\n", "\nthirty\n", StringComparison.Ordinal);

        var hunks = UnifiedDiff.Create("f", before, after).Split('\n').Where(line => line.StartsWith("@@", StringComparison.Ordinal));

        Assert.Equal(["@@ -2,7 +2,7 @@", "@@ -27,7 +27,7 @@"], hunks);
    }

    [Fact]
    public void What_is_too_much_to_compare_is_shown_as_a_replacement()
    {
        var before = string.Concat(Enumerable.Range(1, 10_000).Select(number => $"old {number}\n"));
        var after = string.Concat(Enumerable.Range(1, 10_000).Select(number => $"new {number}\n"));

        Assert.Contains("@@ -1,10000 +1,10000 @@", UnifiedDiff.Create("f", before, after), StringComparison.Ordinal);
    }
}
