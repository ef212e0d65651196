using System.Xml.Linq;

namespace Homeport.Architecture.Tests;

public sealed class LayerTests
{
    /// <summary>The picture in docs/architecture.md, as data. A new arrow is a line here, so it gets reviewed.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Domain"] = [],
        ["Protocol"] = [],
        ["Rpc"] = [],
        ["Platform"] = [],
        ["Storage"] = [],
        ["Agents"] = ["Protocol", "Rpc"],
        ["Worker"] = ["Agents", "Platform", "Protocol", "Rpc"],
        ["Host"] = ["Domain", "Platform", "Protocol", "Rpc", "Storage"],
        ["Cli"] = ["Agents", "Host", "Platform", "Protocol", "Rpc", "Worker"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory, MemberData(nameof(Projects))]
    public void A_project_references_exactly_what_the_picture_shows(string project)
    {
        var file = Path.Combine(Repo.Root, "src", project, $"{project}.csproj");
        var references = XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

        Assert.Equal(Allowed[project], references.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_project_is_in_the_picture() => Assert.Equal(
        Allowed.Keys.Order(StringComparer.Ordinal),
        Directory.EnumerateFiles(Path.Combine(Repo.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));
}
