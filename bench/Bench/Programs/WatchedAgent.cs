using System.Globalization;
using System.Text;
using Homeport.Platform.Processes;
using Homeport.Rpc.Lines;

namespace Homeport.Bench.Programs;

/// <summary>
/// An agent's program behind a script that stands before it in PATH: it writes down when the first byte of standard output came,
/// and when it is to learn, how it was started and what was said to it. The program takes the script's place.
/// </summary>
internal sealed class WatchedAgent
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _notes;

    private WatchedAgent(string script, string notes) => (Script, _notes) = (script, notes);

    private string Script { get; }

    /// <param name="scripts">The folder that comes first in PATH.</param>
    /// <param name="program">The real one.</param>
    public static async Task<WatchedAgent> CreateAsync(string scripts, string program)
    {
        var (script, notes) = (Path.Combine(scripts, Path.GetFileName(program)), Path.Combine(scripts, $".{Path.GetFileName(program)}"));
        Directory.CreateDirectory(notes);
        await File.WriteAllTextAsync(script, $$"""
            #!/bin/bash
            case "$1" in --version|auth|login) exec '{{program}}' "$@";; esac
            watch() {
              IFS= read -r -N 1 byte && printf %s "$EPOCHREALTIME" > '{{notes}}/stamp.new' && mv '{{notes}}/stamp.new' '{{notes}}/stamp'
              printf %s "$byte"
              exec cat
            }
            if [ ! -e '{{notes}}/learnt' ]; then
              printf '%s\0' "$@" > '{{notes}}/arguments'
              cat /proc/$$/environ > '{{notes}}/environment'
              pwd > '{{notes}}/folder'
              touch '{{notes}}/learnt'
              exec '{{program}}' "$@" < <(exec tee '{{notes}}/input') > >(watch)
            fi
            exec '{{program}}' "$@" > >(watch)

            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new WatchedAgent(script, notes);
    }

    /// <summary>Forgets the last start.</summary>
    public void Reset() => File.Delete(At("stamp"));

    /// <summary>Milliseconds from a time to the first byte.</summary>
    public async Task<double> SinceAsync(double at) =>
        (double.Parse(await File.ReadAllTextAsync(At("stamp")), CultureInfo.InvariantCulture) * 1_000) - at;

    /// <summary>The time of the script's clock, in milliseconds.</summary>
    public static double Now() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;

    /// <summary>
    /// Starts it by hand with the command line, the environment, the folder and the first words that it was started with when it
    /// learnt, and gives milliseconds to the first byte.
    /// </summary>
    public async Task<double> StartByHandAsync()
    {
        var start = new ProcessStart
        {
            FileName = Script,
            Arguments = await FieldsAsync("arguments"),
            WorkingDirectory = (await File.ReadAllTextAsync(At("folder"))).TrimEnd('\n'),
            // Our markers would make it a process of the installation, which looks after those.
            Environment = (await FieldsAsync("environment")).Select(field => field.Split('=', 2))
                .Where(field => !field[0].StartsWith("HOMEPORT_", StringComparison.Ordinal)).ToDictionary(field => field[0], field => field[1]),
        };
        var first = (await File.ReadAllTextAsync(At("input"))).Split('\n')[0] + "\n";
        Reset();
        var at = Now();
        await using var agent = ChildProcess.Start(start, TimeProvider.System);
        await agent.Input.WriteAsync(Encoding.UTF8.GetBytes(first));
        await agent.Input.FlushAsync();
        using var limit = new CancellationTokenSource(Patience, TimeProvider.System);
        return await new LineReader(agent.Output).ReadAsync(limit.Token) is null
            ? throw new IOException($"{Script} ended without a word.")
            : await SinceAsync(at);
    }

    private async Task<string[]> FieldsAsync(string file) =>
        (await File.ReadAllTextAsync(At(file))).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    private string At(string file) => Path.Combine(_notes, file);
}
