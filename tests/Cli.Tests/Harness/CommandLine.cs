using System.Text.Json.Nodes;
using Homeport.Testing.Files;
using Homeport.Testing.Programs;

namespace Homeport.Cli.Tests.Harness;

/// <summary>A person's shell: a home without anybody's settings, a data folder, and the built <c>homeport</c>.</summary>
internal sealed class CommandLine : IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60); // a busy machine's; a command takes well under a second

    private readonly TempFolder _folder = new();

    public CommandLine()
    {
        Root = _folder.At("data");
        Home = _folder.Folder("home");
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["HOME"] = Home,
            ["HOMEPORT_ROOT"] = Root,
        };
    }

    public static string Program { get; } = Find();

    /// <summary>The data folder; not made yet.</summary>
    public string Root { get; }

    public string Home { get; }

    public Dictionary<string, string> Environment { get; }

    public string Folder(string name) => _folder.Folder(name);

    public Task<ProgramRun> RunAsync(params string[] arguments) => RunInAsync(Home, arguments);

    public Task<ProgramRun> RunInAsync(string folder, params string[] arguments) =>
        ProgramRun.RunAsync(Program, arguments, folder, Environment, Limit, TestContext.Current.CancellationToken);

    /// <summary>Runs a line of bash in which <c>homeport</c> is the program under test.</summary>
    public Task<ProgramRun> ShellAsync(string script, string? folder = null) => ProgramRun.RunAsync(
        "bash", ["-c", $"homeport() {{ '{Program}' \"$@\"; }}\n{script}"], folder ?? Home, Environment, Limit, TestContext.Current.CancellationToken);

    /// <summary>Runs a command with <c>--json</c> that must succeed, and holds it to its word: one JSON value and nothing else.</summary>
    public async Task<JsonObject> JsonAsync(string folder, params string[] arguments)
    {
        var run = await RunInAsync(folder, [.. arguments, "--json"]);
        Assert.True(run.ExitCode == 0, $"homeport {string.Join(' ', arguments)} ended with {run.ExitCode}: {run.Output}{run.Errors}");
        return One(run);
    }

    /// <summary>The one value on standard output.</summary>
    public static JsonObject One(ProgramRun run) => Assert.IsType<JsonObject>(JsonNode.Parse(run.Output));

    /// <summary>Starts a server on this data folder and any free port.</summary>
    public Task<Server> ServeAsync(params string[] more) => Server.StartAsync(this, ["serve", "--no-open", "--port", "0", .. more]);

    public void Dispose() => _folder.Dispose();

    private static string Find()
    {
        var built = SourceTree.At("artifacts", "bin", "Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "homeport");
        return File.Exists(built) ? built : throw new FileNotFoundException($"There is no executable at {built}. Build it first: dotnet build src/Cli");
    }
}
