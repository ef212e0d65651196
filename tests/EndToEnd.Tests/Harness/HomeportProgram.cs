using Homeport.Testing.Files;

namespace Homeport.EndToEnd.Tests.Harness;

/// <summary>Where the built executable lies: beside these tests, in the same configuration.</summary>
internal static class HomeportProgram
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var built = SourceTree.At("artifacts", "bin", "Cli", configuration, "homeport");
        return File.Exists(built) ? built
            : throw new FileNotFoundException($"There is no executable at {built}. Build it first: dotnet build src/Cli");
    }
}
