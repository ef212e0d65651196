using System.Reflection;

namespace Homeport.Architecture.Tests;

public sealed class NameTests
{
    private static readonly string[] Vague = ["Manager", "Helper", "Helpers", "Util", "Utils", "Processor", "Info", "Impl"];

    [Theory, MemberData(nameof(LayerTests.Projects), MemberType = typeof(LayerTests))]
    public void A_type_is_named_for_what_it_does(string project) =>
        Assert.DoesNotContain(Assembly.Load(project == "Cli" ? "homeport" : $"Homeport.{project}").GetTypes(), type =>
            type.Namespace?.StartsWith("Homeport", StringComparison.Ordinal) == true &&
            Vague.Any(word => type.Name.EndsWith(word, StringComparison.Ordinal)));
}
