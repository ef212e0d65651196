using Homeport.Testing.Files;

namespace Homeport.Bench.Programs;

/// <summary>A home and a data folder of their own. Disposing deletes both.</summary>
internal sealed class BenchFolder : IDisposable
{
    private readonly TempFolder _folder = new();

    public BenchFolder() => Directory.CreateDirectory(Home);

    public string Home => _folder.At("home");

    /// <summary>Homeport's data folder.</summary>
    public string Root => _folder.At("root");

    public string DatabaseFile => Path.Combine(Root, "homeport.db");

    public static Dictionary<string, string> Environment(string home) => new(StringComparer.Ordinal)
    {
        ["HOME"] = home,
        ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
        ["DOTNET_ROOT"] = System.Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_AUTHOR_NAME"] = "Bench",
        ["GIT_AUTHOR_EMAIL"] = "bench@localhost",
        ["GIT_COMMITTER_NAME"] = "Bench",
        ["GIT_COMMITTER_EMAIL"] = "bench@localhost",
        ["LANG"] = "C.UTF-8",
    };

    public Dictionary<string, string> Environment() => Environment(Home);

    public void Dispose() => _folder.Dispose();
}
