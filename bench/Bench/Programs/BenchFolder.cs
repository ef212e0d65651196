using Homeport.Testing.Agents;
using Homeport.Testing.Files;
using Homeport.Testing.Models;

namespace Homeport.Bench.Programs;

/// <summary>A home and a data folder of their own. Disposing deletes both.</summary>
internal sealed class BenchFolder : IDisposable
{
    private readonly TempFolder _folder = new();
    private AgentHome? _agents;

    public BenchFolder() => Directory.CreateDirectory(Home);

    public string Home => _folder.At("home");

    private string Scripts => _folder.At("scripts");

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

    public Dictionary<string, string> Environment()
    {
        var environment = Environment(Home);
        foreach (var (name, value) in _agents?.Variables ?? new Dictionary<string, string>())
        {
            environment[name] = name == "PATH" ? $"{Scripts}:{value}" : value;
        }

        return environment;
    }

    /// <summary>Sets the real agents up in its home, and gives a folder that comes before them in PATH.</summary>
    public string TakeAgents(FakeModelServer models, RealAgents agents)
    {
        _agents = new AgentHome(_folder, models, agents);
        return _folder.Folder("scripts");
    }

    public void Dispose() => _folder.Dispose();
}
