namespace Homeport.Architecture.Tests;

public sealed class FileTests
{
    private const int LongestFile = 300;

    /// <summary>A table that grows with the wire; the serializer's generator demands it in one piece.</summary>
    private const string ListOfWireTypes = "ProtocolJson.cs";

    /// <summary>Files that are longer. The list only shrinks: split one and take it out.</summary>
    private static readonly string[] Longer = ["ClaudeConversation.cs", "CodexConversation.cs"];

    [Fact]
    public void A_file_is_short_enough_to_be_one_thing() => Assert.Equal(
        Longer,
        Sources().Where(file => File.ReadLines(file).Count() > LongestFile && Path.GetFileName(file) != ListOfWireTypes).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    [Fact]
    public void A_started_task_is_kept_and_awaited() => Assert.DoesNotContain(
        Sources().SelectMany(File.ReadLines),
        line => line.TrimStart().StartsWith("_ = ", StringComparison.Ordinal) && line.Contains("Async(", StringComparison.Ordinal));

    [Fact]
    public void Nothing_is_left_to_be_done_later() => Assert.DoesNotContain(
        Sources().SelectMany(File.ReadLines),
        line => line.Contains("TODO", StringComparison.Ordinal) || line.Contains("NotImplementedException", StringComparison.Ordinal));

    private static IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Repo.Root, "src"), "*.cs", SearchOption.AllDirectories);
}
