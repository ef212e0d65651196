using Homeport.Platform.Processes;

namespace Homeport.Platform.Tests.Processes;

/// <summary>Short ways to say what to start.</summary>
internal static class Start
{
    public const string SearchPath = "/usr/local/bin:/usr/bin:/bin";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static ProcessStart Shell(string script, params IEnumerable<string> arguments) =>
        Program("/bin/sh", ["-c", script, "sh", .. arguments]);

    public static ProcessStart Program(string fileName, params IReadOnlyList<string> arguments) => new()
    {
        FileName = fileName,
        Arguments = arguments,
        WorkingDirectory = "/",
        Environment = new Dictionary<string, string> { ["PATH"] = SearchPath },
    };

    public static Task<CommandResult> RunAsync(ProcessStart start) =>
        Command.RunAsync(start, ReadOnlyMemory<byte>.Empty, CommandLimits.Default, TimeProvider.System, Cancellation);

    /// <summary>Live means: there, and no zombie.</summary>
    public static bool IsLive(int pid)
    {
        try
        {
            return ProcessStat.TryParse(File.ReadAllBytes($"/proc/{pid}/stat"), out var stat) && stat.IsAlive;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
